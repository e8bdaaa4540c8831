package dev.maneki.connect;

import dev.maneki.connect.client.CallMaker;
import dev.maneki.connect.client.ClientSide;
import dev.maneki.connect.codec.Codec;
import dev.maneki.connect.codec.ProtoCodec;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.compress.Compressions;
import dev.maneki.connect.http.HttpClientTransport;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.protocol.ClientProtocols;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Calls the services of one server, in one protocol. Immutable and thread-safe; generated clients
 * are typed faces of it.
 *
 * <p>Blocking calls may come from platform and virtual threads alike; interrupting the thread
 * cancels its call. What fails is a {@link ConnectException}. Nothing is retried, but a call that
 * the server says it has not begun to process.
 *
 * <p>The transport belongs to whoever made it, and is closed by them.
 */
public final class Client {
    private final CallMaker calls;
    private final URI base;

    private Client(CallMaker calls, URI base) {
        this.calls = calls;
        this.base = base;
    }

    /**
     * A client of a server.
     *
     * @param base {@code http} or {@code https}, host and port, and what goes before the paths of
     *     methods, as {@code https://api.example.com/rpc}
     * @throws IllegalArgumentException if the base has another scheme or no host
     */
    public static Builder builder(HttpClientTransport transport, URI base) {
        return new Builder(transport, base);
    }

    /**
     * Makes a unary call, and waits for its response.
     *
     * @throws ConnectException if it fails
     */
    public <I, O> O unary(MethodSpec<I, O> method, I request, CallOptions options) {
        return calls.unary(method, request, options);
    }

    /**
     * Makes a unary call. The future is completed on the transport's event loop, with a {@link
     * ConnectException} if the call fails; cancelling the future cancels the call.
     */
    public <I, O> CompletableFuture<O> unaryAsync(
            MethodSpec<I, O> method, I request, CallOptions options) {
        return calls.unaryAsync(method, request, options);
    }

    /** Begins a call with a stream of responses. Close the stream unless it is read to its end. */
    public <I, O> ServerStream<O> serverStream(
            MethodSpec<I, O> method, I request, CallOptions options) {
        return calls.serverStream(method, request, options);
    }

    /**
     * Begins a call with a stream of requests. Close the stream unless its response is received.
     */
    public <I, O> ClientStream<I, O> clientStream(MethodSpec<I, O> method, CallOptions options) {
        return calls.clientStream(method, options);
    }

    /** Begins a call with streams both ways. Close the stream unless it is read to its end. */
    public <I, O> BidiStream<I, O> bidiStream(MethodSpec<I, O> method, CallOptions options) {
        return calls.bidiStream(method, options);
    }

    /**
     * As {@link #unaryAsync}, with a stream of requests. The publisher is asked for as many as go
     * out.
     */
    public <I, O> CompletableFuture<O> clientStreamAsync(
            MethodSpec<I, O> method, Flow.Publisher<I> requests, CallOptions options) {
        return calls.clientStreamAsync(method, requests, options);
    }

    /**
     * A call with a stream of responses, made anew for each subscriber. Signals come on the
     * transport's event loop; cancelling the subscription cancels the call.
     */
    public <I, O> Flow.Publisher<O> serverStreamFlow(
            MethodSpec<I, O> method, I request, CallOptions options) {
        return calls.serverStreamFlow(method, request, options);
    }

    /** As {@link #serverStreamFlow}, with a stream of requests. */
    public <I, O> Flow.Publisher<O> bidiStreamFlow(
            MethodSpec<I, O> method, Flow.Publisher<I> requests, CallOptions options) {
        return calls.bidiStreamFlow(method, requests, options);
    }

    /**
     * Begins a call of any kind by its events: the client's hinge, for bridges and for whoever
     * needs more than the forms above. The receiver is told on the transport's event loop.
     *
     * <p>A call with one request goes out at {@link RequestSender#end}. A message of a method with
     * one response comes unasked.
     *
     * @throws ConnectException if an interceptor refuses the call; the receiver is told nothing
     */
    public <I, O> RequestSender<I> start(
            MethodSpec<I, O> method, CallOptions options, ResponseReceiver<O> receiver) {
        return calls.start(method, options, receiver);
    }

    /** Where calls go: what it was built with. */
    public URI base() {
        return base;
    }

    /** Gathers settings. */
    public static final class Builder {
        private static final int DEFAULT_MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
        private static final int DEFAULT_COMPRESS_MIN_BYTES = 1024;
        private static final int DEFAULT_MAX_GET_BYTES = 8 * 1024;

        private final HttpClientTransport transport;
        private final URI base;
        private final List<ClientInterceptor> interceptors = new ArrayList<>();
        private Protocol protocol = Protocol.CONNECT;
        private Codec codec = ProtoCodec.INSTANCE;
        private @Nullable Compression sendCompression;
        private Compressions acceptCompressions = Compressions.DEFAULT;
        private int compressMinBytes = DEFAULT_COMPRESS_MIN_BYTES;
        private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
        private long timeoutNanos = Long.MAX_VALUE;
        private boolean useGet;
        private int maxGetBytes = DEFAULT_MAX_GET_BYTES;
        private String userAgent = "maneki-connect";

        private Builder(HttpClientTransport transport, URI base) {
            String scheme = base.getScheme();
            if (!"http".equals(scheme) && !"https".equals(scheme) || base.getHost() == null) {
                throw new IllegalArgumentException(
                        "a client's base is as https://host:port/path; got " + base);
            }
            this.transport = transport;
            this.base = base;
        }

        /** The protocol of all calls. Connect by default. */
        public Builder protocol(Protocol protocol) {
            this.protocol = protocol;
            return this;
        }

        /** The form of all messages. Protobuf's binary form by default. */
        public Builder codec(Codec codec) {
            this.codec = codec;
            return this;
        }

        /** Compresses requests. Not done by default, as not every server reads it. */
        public Builder sendCompression(Compression compression) {
            this.sendCompression = compression;
            return this;
        }

        /** By what responses may be compressed, best first. gzip by default. */
        public Builder acceptCompressions(Compressions compressions) {
            this.acceptCompressions = compressions;
            return this;
        }

        /**
         * The shortest request that is compressed. 1 KiB by default, as shorter ones gain little.
         */
        public Builder compressMinBytes(int compressMinBytes) {
            this.compressMinBytes = compressMinBytes;
            return this;
        }

        /** Puts an interceptor around all calls, within those that were given before. */
        public Builder interceptor(ClientInterceptor interceptor) {
            interceptors.add(interceptor);
            return this;
        }

        /**
         * The longest message that is read, decompressed or not; a longer one fails its call with
         * {@link Code#RESOURCE_EXHAUSTED}. 4 MiB by default.
         */
        public Builder maxMessageBytes(int maxMessageBytes) {
            this.maxMessageBytes = maxMessageBytes;
            return this;
        }

        /** How long calls may take whose options say nothing else. For ever by default. */
        public Builder timeout(Duration timeout) {
            this.timeoutNanos = timeout.toNanos();
            return this;
        }

        /**
         * Whether methods without side effects are called by HTTP GET in Connect, so that caches
         * can answer them. Not by default.
         */
        public Builder useGet(boolean useGet) {
            this.useGet = useGet;
            return this;
        }

        /** The longest path and query of a GET; what is longer goes by POST. 8 KiB by default. */
        public Builder maxGetBytes(int maxGetBytes) {
            this.maxGetBytes = maxGetBytes;
            return this;
        }

        /** What the client calls itself. */
        public Builder userAgent(String userAgent) {
            this.userAgent = userAgent;
            return this;
        }

        /**
         * The client as it is now.
         *
         * @throws IllegalStateException if the protocol is gRPC and the transport has no trailers
         */
        public Client build() {
            if (protocol == Protocol.GRPC && !transport.supportsTrailers()) {
                throw new IllegalStateException(
                        "gRPC needs HTTP trailers, which this transport does not hand over: use"
                                + " gRPC-Web or Connect");
            }
            String path = base.getRawPath() == null ? "" : base.getRawPath();
            HttpRequest target =
                    new HttpRequest(
                            "POST",
                            base.getScheme(),
                            base.getRawAuthority(),
                            "",
                            "",
                            Metadata.EMPTY,
                            transport.version());
            return new Client(
                    new CallMaker(
                            new ClientSide(
                                    transport,
                                    ClientProtocols.of(protocol),
                                    target,
                                    path.endsWith("/")
                                            ? path.substring(0, path.length() - 1)
                                            : path,
                                    codec,
                                    sendCompression,
                                    acceptCompressions,
                                    compressMinBytes,
                                    maxMessageBytes,
                                    timeoutNanos,
                                    useGet,
                                    maxGetBytes,
                                    userAgent,
                                    List.copyOf(interceptors))),
                    base);
        }
    }
}
