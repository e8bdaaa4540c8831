package dev.maneki.proxy.bridge;

import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.MethodKind;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.protocol.ClientExchange;
import dev.maneki.connect.protocol.ClientProtocols;
import dev.maneki.connect.protocol.ClientSettings;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ResponseMeta;
import dev.maneki.connect.protocol.ServerExchange;
import dev.maneki.connect.protocol.ServerSettings;
import dev.maneki.connect.protocol.grpc.GrpcServerProtocol;
import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC call of the exchange's, as a Connect call to a backend: {@link BridgedStream} the other
 * way round. To the exchange it is the stream to a gRPC backend. Event loop only.
 */
final class CalledStream implements ClientStream, ClientStreamHandler {
    /** A Connect stream's end comes compressed like its messages, and it is for us to read. */
    private static final List<String> READABLE = BridgedStream.COMPRESSIONS.names();

    private final ClientStreamHandler exchange;
    private final Worker worker;
    private final SchemaSource.@Nullable Kinds kinds;
    private final int maxMessageBytes;
    private final ClientStream backend;
    private final RequestHead original = new RequestHead();
    private @Nullable ServerExchange caller;
    private @Nullable ClientExchange callee;
    private HttpServerStream.@Nullable Handler requestReader;
    private HttpClientStream.@Nullable Handler answerReader;
    private boolean streams;
    private boolean requestEnded;
    private boolean answered;
    private boolean over;

    CalledStream(
            ClientConnection connection,
            ClientStreamHandler exchange,
            Worker worker,
            SchemaSource.@Nullable Kinds kinds,
            int maxMessageBytes) {
        this.exchange = exchange;
        this.worker = worker;
        this.kinds = kinds;
        this.maxMessageBytes = maxMessageBytes;
        this.backend = connection.open(this);
    }

    // ---- What the exchange sends

    @Override
    public void sendHead(RequestHead head, boolean end) {
        original.copyFrom(head);
        HttpRequest request = Heads.request(head, "HTTP/2");
        MethodKind kind = kinds == null ? MethodKind.UNARY : kinds.kind(request.path());
        streams = kind != MethodKind.UNARY;
        ServerExchange reading =
                GrpcServerProtocol.GRPC.open(
                        new ExchangeSide(this, exchange, request, worker.loop()),
                        new ServerSettings(
                                RequestCodecs.NAMES,
                                streams ? READABLE : CallerEncodings.COMMON,
                                maxMessageBytes,
                                false));
        caller = reading;
        ConnectException refusal = reading.refusal();
        if (refusal != null) {
            end(ResponseEnd.of(refusal));
            return;
        }
        HttpRequest target =
                new HttpRequest(
                        "POST",
                        request.scheme(),
                        request.authority(),
                        "",
                        "",
                        Metadata.EMPTY,
                        request.version());
        ClientExchange calling =
                ClientProtocols.of(Protocol.CONNECT)
                        .open(
                                target,
                                streams ? readable(reading.request()) : reading.request(),
                                kind,
                                new ClientSettings(
                                        maxMessageBytes, BridgedStream.COMPRESSIONS, false, 0, ""));
        callee = calling;
        calling.start(this::open, new Answer());
        reading.start(new Call());
        if (end && requestReader != null) {
            requestReader.onEnd(Metadata.EMPTY);
        }
    }

    private static RequestMeta readable(RequestMeta meta) {
        return new RequestMeta(
                meta.path(),
                meta.codec(),
                meta.compression(),
                meta.acceptCompression().stream().filter(READABLE::contains).toList(),
                meta.timeoutNanos(),
                meta.metadata());
    }

    private HttpClientStream open(
            HttpRequest request, boolean end, HttpClientStream.Handler handler) {
        answerReader = handler;
        BackendSide side = new BackendSide(this, backend, worker.loop());
        backend.sendHead(Heads.call(original, request), end);
        return side;
    }

    /** The exchange's side has someone who reads. */
    void reader(HttpServerStream.Handler reader) {
        requestReader = reader;
    }

    private final class Call implements ServerExchange.Listener {
        @Override
        public void onPayload(Payload payload) {
            ClientExchange open = callee;
            if (open != null && !over) {
                open.sendPayload(payload);
            }
        }

        @Override
        public void onRequestEnd() {
            requestEnded = true;
            ClientExchange open = callee;
            if (open != null && !over) {
                open.endRequest();
            }
        }

        @Override
        public void onFault(ConnectException fault) {
            end(ResponseEnd.of(fault));
        }

        @Override
        public void onReset(StreamReset reset) {}

        @Override
        public void onWritable() {}
    }

    @Override
    public void sendData(ByteBuf data, boolean end) {
        HttpServerStream.Handler reader = requestReader;
        try {
            if (reader != null && !over && data.isReadable()) {
                reader.onData(data.nioBuffer());
            }
        } finally {
            data.release();
        }
        if (reader == null || over) {
            return;
        }
        if (end) {
            reader.onEnd(Metadata.EMPTY);
        } else if (streams && !requestEnded && callee != null) {
            callee.flush();
        }
    }

    @Override
    public void sendTrailers(HeaderFields trailers) {
        sendData(Unpooled.EMPTY_BUFFER, true);
    }

    @Override
    public void cancel() {
        if (!over) {
            over = true;
            ClientExchange open = callee;
            if (open != null) {
                open.cancel();
            }
            backend.cancel();
        }
    }

    /** The answer's reader has seen enough. */
    void cancelBackend() {
        if (!over) {
            over = true;
            backend.cancel();
        }
    }

    @Override
    public boolean writable() {
        return answerReader == null || over || backend.writable();
    }

    @Override
    public void pauseResponse() {
        if (!over) {
            backend.pauseResponse();
        }
    }

    @Override
    public void resumeResponse() {
        if (!over) {
            backend.resumeResponse();
        }
    }

    @Override
    public String protocol() {
        return backend.protocol();
    }

    // ---- What the backend's answer says

    private final class Answer implements ClientExchange.Listener {
        @Override
        public void onMeta(ResponseMeta meta) {
            if (caller != null) {
                caller.sendMeta(meta);
            }
        }

        @Override
        public void onPayload(Payload payload) {
            if (caller != null) {
                caller.sendPayload(payload);
            }
        }

        @Override
        public void onEnd(ResponseEnd end) {
            CalledStream.this.end(end);
        }

        @Override
        public void onWritable() {}
    }

    private void end(ResponseEnd end) {
        ServerExchange open = caller;
        if (open != null && !answered) {
            answered = true;
            open.end(end);
        }
    }

    @Override
    public void onInformational(ResponseHead head) {}

    @Override
    public void onHead(ResponseHead head, boolean end) {
        HttpClientStream.Handler reader = answerReader;
        if (reader != null && !over) {
            reader.onHead(head.status(), Heads.metadata(head.fields()), end);
        }
    }

    @Override
    public void onData(ByteBuf data) {
        try {
            HttpClientStream.Handler reader = answerReader;
            if (reader != null && !over) {
                reader.onData(data.nioBuffer());
            }
        } finally {
            data.release();
        }
    }

    @Override
    public void onEnd(@Nullable HeaderFields trailers) {
        HttpClientStream.Handler reader = answerReader;
        if (reader != null && !over) {
            reader.onEnd(trailers == null ? Metadata.EMPTY : Heads.metadata(trailers));
        }
    }

    /** Whether it is tried again is for the exchange to say. */
    @Override
    public void onReset(StreamFault fault) {
        if (!over) {
            over = true;
            exchange.onReset(fault);
        }
    }

    @Override
    public void onWritable() {
        if (!over) {
            exchange.onWritable();
        }
    }
}
