package dev.maneki.connect.server;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Cors;
import dev.maneki.connect.Deadline;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.MethodKind;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.ServerInterceptor;
import dev.maneki.connect.Service;
import dev.maneki.connect.codec.Codec;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ServerExchange;
import dev.maneki.connect.protocol.ServerProtocol;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Where requests come in: finds method and protocol, and begins a call, or answers at once. The
 * order of what is looked at is connect-go's, as clients and the conformance suite know it.
 */
public final class Entrance {
    private static final Metadata CLOSE = Metadata.of("connection", "close");
    private static final Metadata ALLOW_POST = Metadata.of("allow", "POST");
    private static final Metadata ALLOW_GET_AND_POST = Metadata.of("allow", "GET, POST");

    private final Map<String, ServedMethod<?, ?>> methods = new HashMap<>();
    private final ServerOptions options;
    private final @Nullable CorsPolicy cors;
    private final Metadata acceptPostUnary;
    private final Metadata acceptPostStream;
    private final LongAdder begun = new LongAdder();
    private final LongAdder over = new LongAdder();
    private final Runnable onEnd = over::increment;

    /**
     * An entrance to these services.
     *
     * @param prefix before each path, empty or as {@code /api}
     */
    public Entrance(
            Collection<Service> services,
            String prefix,
            List<ServerInterceptor> interceptors,
            ServerOptions options) {
        this.options = options;
        for (Service service : services) {
            for (Service.Method<?, ?> method : service.methods()) {
                methods.put(prefix + method.spec().path(), ServedMethod.of(method, interceptors));
            }
        }
        Cors policy = options.cors();
        this.cors = policy == null ? null : new CorsPolicy(policy);
        this.acceptPostUnary = acceptPost(false);
        this.acceptPostStream = acceptPost(true);
    }

    private Metadata acceptPost(boolean streams) {
        TreeSet<String> types = new TreeSet<>();
        for (ServerProtocol protocol : options.protocols()) {
            for (String codec : options.codecs().names()) {
                switch (protocol.protocol()) {
                    case CONNECT ->
                            types.add(
                                    streams
                                            ? "application/connect+" + codec
                                            : "application/" + codec);
                    case GRPC -> types.add("application/grpc+" + codec);
                    case GRPC_WEB -> {
                        types.add("application/grpc-web+" + codec);
                        types.add("application/grpc-web-text+" + codec);
                    }
                }
            }
            switch (protocol.protocol()) {
                case CONNECT -> {}
                case GRPC -> types.add("application/grpc");
                case GRPC_WEB -> {
                    types.add("application/grpc-web");
                    types.add("application/grpc-web-text");
                }
            }
        }
        return Metadata.of("accept-post", String.join(", ", types));
    }

    /** How many calls are running. */
    public long running() {
        long ended = over.sum(); // first, so that the difference is never below zero
        return begun.sum() - ended;
    }

    /** Whether a path leads to a method. */
    public boolean has(String path) {
        return methods.containsKey(path);
    }

    /** Serves a request. On its stream's executor. */
    public void serve(HttpServerStream arrived) {
        HttpServerStream stream = arrived;
        HttpRequest request = stream.request();
        if (cors != null) {
            if (cors.isPreflight(request)) {
                cors.answerPreflight(stream);
                return;
            }
            stream = cors.apply(stream);
        }
        ServedMethod<?, ?> method = methods.get(request.path());
        if (method == null) {
            refuseUnknown(stream);
            return;
        }
        if (method.spec().kind() == MethodKind.BIDI_STREAM
                && !request.version().fullDuplex()
                && !options.halfDuplexOverHttp1()) {
            // Clients that expect both ways at once may wait for ever: closing wakes them.
            BareAnswer.send(stream, 505, CLOSE);
            return;
        }
        boolean get = request.method().equals("GET");
        if (!(request.method().equals("POST") || get && method.get())) {
            BareAnswer.send(stream, 405, method.get() ? ALLOW_GET_AND_POST : ALLOW_POST);
            return;
        }
        ServerProtocol protocol = protocolOf(request);
        if (protocol == null) {
            BareAnswer.send(stream, 415, acceptPost(method));
            return;
        }
        open(method, stream, protocol.open(stream, options.settings()));
    }

    private <I, O> void open(
            ServedMethod<I, O> method, HttpServerStream stream, ServerExchange exchange) {
        RequestMeta request = exchange.request();
        Codec codec = options.codecs().find(request.codec());
        boolean unary = method.spec().kind() == MethodKind.UNARY;
        // gRPC's types serve all kinds; Connect's tell one message from a stream.
        boolean kindFits =
                exchange.streaming() ? !unary || exchange.protocol() != Protocol.CONNECT : unary;
        ConnectException refusal = exchange.refusal();
        if (!kindFits || codec == null && (refusal == null || !exchange.get())) {
            exchange.refuse(415, acceptPost(method));
            return;
        }
        if (refusal != null || codec == null) {
            exchange.end(
                    ResponseEnd.of(
                            refusal == null
                                    ? new ConnectException(Code.INVALID_ARGUMENT, "no such codec")
                                    : refusal));
            return;
        }
        begun.increment();
        Deadline deadline = deadline(request.timeoutNanos());
        ServedCall<I, O> call =
                method.blocking()
                        ? new BlockingCall<>(
                                method, stream, exchange, codec, options, deadline, onEnd)
                        : new EventLoopCall<>(
                                method, stream, exchange, codec, options, deadline, onEnd);
        call.begin();
    }

    private Deadline deadline(long timeoutNanos) {
        long asked = timeoutNanos == RequestMeta.NO_TIMEOUT ? Long.MAX_VALUE : timeoutNanos;
        long nanos = Math.min(asked, options.maxTimeoutNanos());
        return nanos == Long.MAX_VALUE ? Deadline.NONE : Deadline.afterNanos(nanos);
    }

    private @Nullable ServerProtocol protocolOf(HttpRequest request) {
        List<ServerProtocol> protocols = options.protocols();
        for (int i = 0; i < protocols.size(); i++) {
            if (protocols.get(i).accepts(request)) {
                return protocols.get(i);
            }
        }
        return null;
    }

    private Metadata acceptPost(ServedMethod<?, ?> method) {
        return method.spec().kind() == MethodKind.UNARY ? acceptPostUnary : acceptPostStream;
    }

    /**
     * gRPC has its own error for it. In Connect it is HTTP's 404, which clients read as
     * unimplemented, so that calls to what is no Connect server at all look the same.
     */
    private void refuseUnknown(HttpServerStream stream) {
        HttpRequest request = stream.request();
        ServerProtocol protocol = protocolOf(request);
        if (protocol != null && protocol.protocol() != Protocol.CONNECT) {
            protocol.open(stream, options.settings())
                    .end(
                            ResponseEnd.of(
                                    new ConnectException(
                                            Code.UNIMPLEMENTED,
                                            "there is no method " + request.path())));
            return;
        }
        BareAnswer.send(
                stream,
                404,
                Metadata.EMPTY,
                "text/plain; charset=utf-8",
                "There is no such method here.\n");
    }
}
