package dev.maneki.connect.inprocess;

import dev.maneki.connect.Router;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpClientTransport;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.StreamReset;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client's transport that leads straight into a router, without a network.
 *
 * <pre>{@code
 * Client client = Client.builder(new InProcessTransport(router), URI.create("http://test")).build();
 * }</pre>
 *
 * <p>Each side of a stream has an event loop of its own, on virtual threads; up to 64 KiB wait
 * between them.
 */
public final class InProcessTransport implements HttpClientTransport {
    private final Router router;
    private final HttpVersion version;
    private final Set<InProcessStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** A transport that looks like HTTP/2. */
    public InProcessTransport(Router router) {
        this(router, HttpVersion.HTTP_2);
    }

    /** A transport whose requests say that they are of that version. */
    public InProcessTransport(Router router, HttpVersion version) {
        this.router = router;
        this.version = version;
    }

    @Override
    public HttpClientStream open(
            HttpRequest request, boolean end, HttpClientStream.Handler handler) {
        HttpRequest sent =
                new HttpRequest(
                        request.method(),
                        request.scheme(),
                        request.authority(),
                        request.path(),
                        request.query(),
                        request.fields().frozen(),
                        version);
        InProcessStream stream = new InProcessStream(sent, handler, open::remove);
        if (closed) {
            stream.breakOff(StreamReset.Cause.UNREACHABLE, "the transport is closed");
            return stream.client();
        }
        open.add(stream);
        stream.serve(router, end);
        if (closed) {
            close();
        }
        return stream.client();
    }

    /** How many streams have not ended: a test's check that nothing was left open. */
    public int openStreams() {
        return open.size();
    }

    @Override
    public boolean supportsTrailers() {
        return true;
    }

    @Override
    public HttpVersion version() {
        return version;
    }

    @Override
    public void close() {
        closed = true;
        for (InProcessStream stream : open) {
            stream.breakOff(StreamReset.Cause.BROKEN, "the transport was closed");
        }
    }
}
