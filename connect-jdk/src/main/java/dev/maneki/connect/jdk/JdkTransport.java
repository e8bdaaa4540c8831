package dev.maneki.connect.jdk;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpClientTransport;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.StreamReset;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends requests by the JDK's own client, over HTTP/1.1 and HTTP/2.
 *
 * <pre>{@code
 * try (JdkTransport transport = new JdkTransport(HttpClient.newHttpClient())) {
 *     Client client = Client.builder(transport, URI.create("https://api.example.com")).build();
 * }
 * }</pre>
 *
 * <p>TLS, proxies, the version and the time to connect are the client's settings. What the JDK
 * cannot do:
 *
 * <ul>
 *   <li>it hands over no trailers, so there is no gRPC: {@code Client.Builder.build} refuses it.
 *       Connect and gRPC-Web do without;
 *   <li>it tells of a response only when the request has been sent whole, over HTTP/2 too. Streams
 *       both ways work in turns: all requests, {@code closeSend}, then all responses. A call that
 *       waits for a response before that waits until its deadline;
 *   <li>in clear, HTTP/2 begins as an upgrade from HTTP/1.1, which few servers still know;
 *   <li>it refuses to send {@code host}, {@code connection}, {@code expect} and {@code upgrade}.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class JdkTransport implements HttpClientTransport {
    /** What the JDK sets by itself, from the URI and the body. */
    private static final Set<String> SET_BY_CLIENT = Set.of("content-length", "host");

    private final HttpClient client;
    private final Set<JdkStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * A transport.
     *
     * @param client belongs to this from now on, and is closed with it
     */
    public JdkTransport(HttpClient client) {
        this.client = client;
    }

    @Override
    public HttpClientStream open(
            HttpRequest request, boolean end, HttpClientStream.Handler handler) {
        long length;
        java.net.http.HttpRequest.Builder sent;
        JdkStream stream;
        try {
            length = length(request.fields());
            stream = new JdkStream(handler, length, open::remove);
        } catch (NumberFormatException e) {
            stream = new JdkStream(handler, -1, open::remove);
            stream.breakOff(reset("the content-length is no number"));
            return stream;
        }
        if (closed) {
            stream.breakOff(reset("the transport is closed"));
            return stream;
        }
        try {
            sent = java.net.http.HttpRequest.newBuilder(uri(request));
            Metadata fields = request.fields();
            for (int i = 0; i < fields.size(); i++) {
                if (!SET_BY_CLIENT.contains(fields.nameAt(i))) {
                    sent.header(fields.nameAt(i), fields.valueAt(i));
                }
            }
            sent.method(request.method(), end ? BodyPublishers.noBody() : stream.body());
        } catch (IllegalArgumentException e) {
            stream.breakOff(reset(String.valueOf(e.getMessage())));
            return stream;
        }
        open.add(stream);
        stream.begin(client, sent.build());
        if (closed) {
            stream.breakOff(broken());
        }
        return stream;
    }

    private static long length(Metadata fields) {
        String value = fields.get("content-length");
        return value == null ? -1 : Long.parseLong(value);
    }

    private static URI uri(HttpRequest request) {
        String target = request.scheme() + "://" + request.authority() + request.path();
        return URI.create(request.query().isEmpty() ? target : target + '?' + request.query());
    }

    private static StreamReset reset(String detail) {
        return new StreamReset(StreamReset.Cause.UNREACHABLE, detail);
    }

    private static StreamReset broken() {
        return new StreamReset(StreamReset.Cause.BROKEN, "the transport was closed");
    }

    @Override
    public boolean supportsTrailers() {
        return false;
    }

    @Override
    public HttpVersion version() {
        return client.version() == HttpClient.Version.HTTP_2
                ? HttpVersion.HTTP_2
                : HttpVersion.HTTP_1_1;
    }

    @Override
    public void close() {
        closed = true;
        for (JdkStream stream : open) {
            stream.breakOff(broken());
        }
        client.shutdownNow();
    }
}
