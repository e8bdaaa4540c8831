package dev.maneki.connect;

import dev.maneki.connect.codec.Codec;
import dev.maneki.connect.codec.Codecs;
import dev.maneki.connect.codec.JsonCodec;
import dev.maneki.connect.codec.ProtoCodec;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.compress.Compressions;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.protocol.ServerProtocol;
import dev.maneki.connect.protocol.ServerProtocols;
import dev.maneki.connect.protocol.ServerSettings;
import dev.maneki.connect.server.Entrance;
import dev.maneki.connect.server.ServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves services in all protocols: what a transport hands its requests to. Immutable and
 * thread-safe; one router can stand behind several transports.
 *
 * <pre>{@code
 * Router router = Router.builder().service(ElizaService.service(new Eliza())).build();
 * }</pre>
 */
public final class Router {
    private final Map<String, Service> services;
    private final Entrance entrance;

    private Router(Builder builder) {
        this.services = Map.copyOf(builder.services);
        this.entrance =
                new Entrance(
                        builder.services.values(),
                        builder.prefix,
                        List.copyOf(builder.interceptors),
                        builder.options());
    }

    /** A router without services yet. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Serves a request. For transports: called on the stream's executor; never throws, and always
     * answers, or sees to it that the stream is answered later.
     */
    public void serve(HttpServerStream stream) {
        entrance.serve(stream);
    }

    /** Whether a method is served under this path, prefix included; others are answered by 404. */
    public boolean has(String path) {
        return entrance.has(path);
    }

    /** The services. */
    public Collection<Service> services() {
        return services.values();
    }

    /** The service of that full name, or null. */
    public @Nullable Service service(String fullName) {
        return services.get(fullName);
    }

    /**
     * How many calls are running at this moment: a server that drains waits until there is none.
     */
    public long runningCalls() {
        return entrance.running();
    }

    /** Gathers services and settings. */
    public static final class Builder {
        private static final int DEFAULT_MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
        private static final int DEFAULT_COMPRESS_MIN_BYTES = 1024;

        private final Map<String, Service> services = new LinkedHashMap<>();
        private final List<ServerInterceptor> interceptors = new ArrayList<>();
        private List<ServerProtocol> protocols = ServerProtocols.ALL;
        private Codecs codecs = Codecs.of(ProtoCodec.INSTANCE, JsonCodec.INSTANCE);
        private Compressions compressions = Compressions.DEFAULT;
        private String prefix = "";
        private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
        private int compressMinBytes = DEFAULT_COMPRESS_MIN_BYTES;
        private long maxTimeoutNanos = Long.MAX_VALUE;
        private boolean requireConnectHeader;
        private boolean halfDuplexOverHttp1;
        private @Nullable Cors cors;
        private Executor executor = Thread::startVirtualThread;
        private BiConsumer<ServerCall, Throwable> onError = Builder::log;

        private Builder() {}

        /**
         * Serves a service.
         *
         * @throws IllegalArgumentException if there is one of that name already
         */
        public Builder service(Service service) {
            if (services.putIfAbsent(service.name(), service) != null) {
                throw new IllegalArgumentException(
                        "there is a service " + service.name() + " already");
            }
            return this;
        }

        /** Puts an interceptor around all methods, within those that were given before. */
        public Builder interceptor(ServerInterceptor interceptor) {
            interceptors.add(interceptor);
            return this;
        }

        /**
         * Serves under {@code prefix/service/method}. None by default.
         *
         * @param prefix as {@code /api}
         * @throws IllegalArgumentException unless it begins with a slash, and ends with none
         */
        public Builder prefix(String prefix) {
            if (!prefix.isEmpty() && (!prefix.startsWith("/") || prefix.endsWith("/"))) {
                throw new IllegalArgumentException(
                        "a prefix begins with a slash and ends with none; got '" + prefix + "'");
            }
            this.prefix = prefix;
            return this;
        }

        /** Which protocols are served. All by default. */
        public Builder protocols(List<ServerProtocol> protocols) {
            this.protocols = List.copyOf(protocols);
            return this;
        }

        /**
         * Understands a codec, in place of one of the same name. Protobuf's binary form and its
         * JSON by default.
         */
        public Builder codec(Codec codec) {
            codecs = codecs.with(codec);
            return this;
        }

        /** Understands a compression too, in place of one of the same name. gzip by default. */
        public Builder compression(Compression compression) {
            compressions = compressions.with(compression);
            return this;
        }

        /** Understands these compressions, best first, and no others. */
        public Builder compressions(Compressions compressions) {
            this.compressions = compressions;
            return this;
        }

        /**
         * The longest message that is read, decompressed or not; a longer one fails its call with
         * {@link Code#RESOURCE_EXHAUSTED}. 4 MiB by default.
         */
        public Builder maxMessageBytes(int maxMessageBytes) {
            if (maxMessageBytes < 0) {
                throw new IllegalArgumentException(
                        "a message's length is at least 0; got " + maxMessageBytes);
            }
            this.maxMessageBytes = maxMessageBytes;
            return this;
        }

        /**
         * The shortest message that is compressed, where the caller reads compressed ones. 1 KiB by
         * default, as shorter ones gain little.
         */
        public Builder compressMinBytes(int compressMinBytes) {
            this.compressMinBytes = compressMinBytes;
            return this;
        }

        /** The longest time a call may take, whatever its caller says. For ever by default. */
        public Builder maxTimeout(Duration maxTimeout) {
            this.maxTimeoutNanos = maxTimeout.toNanos();
            return this;
        }

        /** Which web pages may call. Those of this server's own origin alone by default. */
        public Builder cors(Cors cors) {
            this.cors = cors;
            return this;
        }

        /**
         * Whether Connect requests must carry {@code Connect-Protocol-Version}. Not by default, so
         * that plain HTTP clients can call.
         */
        public Builder requireConnectHeader(boolean requireConnectHeader) {
            this.requireConnectHeader = requireConnectHeader;
            return this;
        }

        /**
         * Whether bidirectional streams are served over HTTP/1.1. Their responses then wait until
         * the caller has ended its requests. Not by default: a caller that expects responses before
         * would wait for ever, so it is answered 505.
         */
        public Builder halfDuplexOverHttp1(boolean halfDuplexOverHttp1) {
            this.halfDuplexOverHttp1 = halfDuplexOverHttp1;
            return this;
        }

        /**
         * What runs handlers that block, one task a call. A new virtual thread for each by default.
         * An executor that refuses a task fails its call with {@link Code#UNAVAILABLE}.
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /**
         * Who is told what handlers threw that is no {@link ConnectException}: callers hear of it
         * as {@link Code#INTERNAL} without a word. It goes to {@link System.Logger} by default.
         */
        public Builder onError(BiConsumer<ServerCall, Throwable> onError) {
            this.onError = onError;
            return this;
        }

        /** The router as it is now. */
        public Router build() {
            return new Router(this);
        }

        private ServerOptions options() {
            return new ServerOptions(
                    protocols,
                    codecs,
                    compressions,
                    new ServerSettings(
                            codecs.names(),
                            compressions.names(),
                            maxMessageBytes,
                            requireConnectHeader),
                    maxMessageBytes,
                    compressMinBytes,
                    maxTimeoutNanos,
                    cors,
                    halfDuplexOverHttp1,
                    executor,
                    onError);
        }

        private static void log(ServerCall call, Throwable thrown) {
            System.getLogger(Router.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "the handler of " + call.method().path() + " failed",
                            thrown);
        }
    }
}
