package dev.maneki.proxy.bridge;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.MethodKind;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.compress.Compressions;
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
import dev.maneki.connect.protocol.ServerProtocol;
import dev.maneki.connect.protocol.ServerProtocols;
import dev.maneki.connect.protocol.ServerSettings;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.stream.ServerStreamHandler;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call of a client in one protocol, as a gRPC call to the exchange.
 *
 * <pre>
 *   client ──bytes──▶ ServerExchange ──messages──▶ ClientExchange ──gRPC──▶ exchange ──▶ backend
 *          ◀─bytes───  (its protocol) ◀─messages──     (gRPC)      ◀─gRPC───
 * </pre>
 *
 * <p>The exchange has it in place of the client's stream, and the client's protocol tells it what
 * comes in place of the exchange. Event loop only.
 */
public final class BridgedStream implements ServerStream, ServerStreamHandler {
    /** Read where a client cannot: what a backend compressed though nobody asked for it. */
    static final Compressions COMPRESSIONS =
            Compressions.of(Compressions.GZIP, Compressions.DEFLATE);

    private final ServerStream client;
    private final BridgedExchange exchange;
    private final ClientSide clientSide;
    private final GatewaySide gatewaySide;
    private final ServerExchange caller;
    private final ClientExchange callee;
    private final int maxMessageBytes;
    private final long deadline;
    private final @Nullable Transcoder transcoder;
    private final Answer answer = new Answer();
    private final RequestHead request;
    private HttpClientStream.@Nullable Handler answerReader;
    private @Nullable Metadata trailersOnly;
    private Metadata addedByGateway = Metadata.EMPTY;
    private boolean requestEnded;

    BridgedStream(
            ServerStream client,
            Protocol protocol,
            BridgedExchange exchange,
            int maxMessageBytes,
            @Nullable SchemaSource schema) {
        this.client = client;
        this.exchange = exchange;
        this.maxMessageBytes = maxMessageBytes;
        this.clientSide = new ClientSide(client, exchange);
        HttpRequest head = clientSide.request();
        this.caller = serverProtocol(protocol).open(clientSide, settings(head, maxMessageBytes));
        RequestMeta meta = caller.request();
        this.deadline =
                meta.timeoutNanos() == RequestMeta.NO_TIMEOUT
                        ? 0
                        : client.connection().worker().clock().nanos() + meta.timeoutNanos();
        boolean json = schema != null && meta.codec().equals(RequestCodecs.JSON);
        this.transcoder =
                json ? new Transcoder(Objects.requireNonNull(schema), maxMessageBytes) : null;
        this.callee =
                ClientProtocols.of(Protocol.GRPC)
                        .open(
                                target(head),
                                json ? Transcoder.toProto(meta) : meta,
                                MethodKind.BIDI_STREAM,
                                new ClientSettings(maxMessageBytes, COMPRESSIONS, false, 0, ""));
        this.gatewaySide = new GatewaySide(exchange, clientSide.executor());
        Opening opening = new Opening();
        callee.start(opening, answer);
        this.request = Heads.call(client.request(), Objects.requireNonNull(opening.request));
        this.answerReader = opening.handler;
    }

    /** Catches what the call's own protocol makes of it. */
    private final class Opening implements ClientExchange.Opener {
        private @Nullable HttpRequest request;
        private HttpClientStream.@Nullable Handler handler;

        @Override
        public HttpClientStream open(
                HttpRequest request, boolean end, HttpClientStream.Handler handler) {
            this.request = request;
            this.handler = handler;
            return gatewaySide;
        }
    }

    private static ServerProtocol serverProtocol(Protocol protocol) {
        for (ServerProtocol each : ServerProtocols.ALL) {
            if (each.protocol() == protocol) {
                return each;
            }
        }
        throw new IllegalArgumentException("no such protocol is served: " + protocol);
    }

    /**
     * What may come compressed: whatever the caller says, as it is for the backend to know the
     * name.
     */
    private static ServerSettings settings(HttpRequest head, int maxMessageBytes) {
        return new ServerSettings(
                RequestCodecs.NAMES, CallerEncodings.of(head), maxMessageBytes, false);
    }

    /** The path stays where it is: there is no prefix to put before it. */
    private static HttpRequest target(HttpRequest head) {
        return new HttpRequest(
                "POST", head.scheme(), head.authority(), "", "", Metadata.EMPTY, head.version());
    }

    /** The protocol that the client speaks. */
    public Protocol callProtocol() {
        return caller.protocol();
    }

    /** When the caller stops waiting, by the worker's clock in nanoseconds; 0 for never. */
    public long deadline() {
        return deadline;
    }

    /**
     * Begins to read the request; what is there of it is told to the exchange before this returns.
     *
     * @return whether it is a call that may go on; else it has been answered
     */
    public boolean begin() {
        ConnectException refusal = caller.refusal();
        if (refusal != null) {
            refuse(refusal);
            return false;
        }
        if (!RequestCodecs.known(caller)) {
            exchange.onBridgeAnswer(Reason.BAD_REQUEST, "no codec " + caller.request().codec());
            caller.refuse(415, RequestCodecs.ACCEPT_POST);
            return false;
        }
        if (transcoder != null) {
            ConnectException unreadable = transcoder.refusal(caller.request());
            if (unreadable != null) {
                refuse(unreadable);
                return false;
            }
        }
        if (client.request().expectsContinue()) {
            ResponseHead go = new ResponseHead();
            go.status(100);
            client.sendInformational(go);
        }
        if (transcoder == null) {
            caller.start(new Call());
        } else {
            begin(transcoder);
        }
        return !clientSide.over();
    }

    private void begin(Transcoder json) {
        Call call = new Call();
        json.find(
                caller.request(),
                client.connection().worker(),
                new Transcoder.Receiver() {
                    @Override
                    public void onKnown() {
                        if (!clientSide.over()) {
                            call.goOn();
                        }
                    }

                    @Override
                    public void onUnknown(ConnectException why) {
                        refuse(why, Reason.NONE);
                    }
                });
        if (!clientSide.over()) {
            caller.start(call);
        }
    }

    /**
     * A backend's response is a head alone: what stands in it now are trailers, what is added until
     * it is sent is the gateway's.
     */
    public void trailersOnly(HeaderFields fields) {
        trailersOnly = Heads.metadata(fields);
    }

    /** Ends the call with an error that is the client's fault. */
    private void refuse(ConnectException error) {
        refuse(error, Reason.BAD_REQUEST);
    }

    /** Ends the call with an error of the bridge's own. */
    private void refuse(ConnectException error, Reason reason) {
        if (clientSide.over()) {
            return;
        }
        if (error.code() == Code.RESOURCE_EXHAUSTED) {
            exchange.onMessageTooLong();
        }
        exchange.onCallEnd(error.code());
        exchange.onBridgeAnswer(reason, error.text());
        callee.cancel();
        caller.end(ResponseEnd.of(error));
    }

    // ---- What the caller's protocol reads

    private final class Call implements ServerExchange.Listener {
        /** What came while it is not known yet what the messages are. */
        private final ArrayDeque<Payload> waiting = new ArrayDeque<>();

        @Override
        public void onPayload(Payload payload) {
            if (transcoder == null) {
                callee.sendPayload(payload);
            } else if (transcoder.ready()) {
                transcode(transcoder, payload);
            } else {
                waiting.add(payload);
                clientSide.pause();
            }
        }

        private void transcode(Transcoder json, Payload payload) {
            Payload proto;
            try {
                proto = json.request(payload);
            } catch (ConnectException e) {
                refuse(e);
                return;
            }
            callee.sendPayload(proto);
        }

        @Override
        public void onRequestEnd() {
            requestEnded = true;
            if (transcoder == null || transcoder.ready()) {
                callee.endRequest();
            }
        }

        /** It is known what the messages are. */
        void goOn() {
            if (waiting.isEmpty() && !requestEnded) {
                return;
            }
            while (!waiting.isEmpty() && !clientSide.over()) {
                transcode(Objects.requireNonNull(transcoder), waiting.remove());
            }
            if (clientSide.over()) {
                return;
            }
            if (requestEnded) {
                callee.endRequest();
            } else {
                callee.flush();
            }
            clientSide.resume();
        }

        @Override
        public void onFault(ConnectException fault) {
            refuse(fault);
        }

        @Override
        public void onReset(StreamReset reset) {} // the exchange hears of it first

        @Override
        public void onWritable() {
            exchange.onWritable();
        }
    }

    // ---- What the answer, read as gRPC, says

    private final class Answer implements ClientExchange.Listener {
        private boolean metaSent;
        private String decompress = "";

        @Override
        public void onMeta(ResponseMeta meta) {
            metaSent = true;
            String compression = meta.compression();
            boolean readable = transcoder == null;
            if (!compression.equals(RequestMeta.IDENTITY)
                    && !(readable && caller.request().acceptCompression().contains(compression))) {
                decompress = compression;
                compression = RequestMeta.IDENTITY;
            }
            Metadata metadata = meta.metadata();
            if (!addedByGateway.isEmpty()) {
                metadata = new Metadata(metadata).addAll(addedByGateway);
            }
            caller.sendMeta(
                    new ResponseMeta(
                            caller.request().codec(),
                            compression,
                            meta.acceptCompression(),
                            metadata));
        }

        @Override
        public void onPayload(Payload payload) {
            if (transcoder != null) {
                caller.sendPayload(transcoder.response(payload, decompress));
            } else if (payload.compressed() && !decompress.isEmpty()) {
                caller.sendPayload(
                        Objects.requireNonNull(COMPRESSIONS.find(decompress))
                                .decompress(
                                        payload.array(),
                                        payload.offset(),
                                        payload.length(),
                                        maxMessageBytes));
            } else {
                caller.sendPayload(payload);
            }
        }

        @Override
        public void onEnd(ResponseEnd end) {
            ConnectException error = end.error();
            if (error != null && late(error)) {
                error = new ConnectException(Code.DEADLINE_EXCEEDED, "the call's time is over");
                end = new ResponseEnd(error, end.trailers());
            }
            if (error != null && !error.fromPeer() && gatewaySide.cancelled()) {
                if (error.code() == Code.RESOURCE_EXHAUSTED) {
                    exchange.onMessageTooLong();
                }
                exchange.onBridgeAnswer(Reason.BACKEND_INVALID_RESPONSE, error.text());
            }
            exchange.onCallEnd(error == null ? null : error.code());
            if (transcoder != null && error != null && error.code() == Code.UNIMPLEMENTED) {
                transcoder.doubt();
            }
            if (!metaSent && !addedByGateway.isEmpty()) {
                caller.sendMeta(
                        new ResponseMeta(
                                caller.request().codec(),
                                RequestMeta.IDENTITY,
                                List.of(),
                                addedByGateway));
            }
            caller.end(end);
        }

        @Override
        public void onWritable() {}
    }

    /**
     * Whether an error is but the other side's way to say that the deadline has passed: servers
     * reset such calls, each at its own tick.
     */
    private boolean late(ConnectException error) {
        return deadline != 0
                && (error.code() == Code.UNAVAILABLE || error.code() == Code.CANCELED)
                && client.connection().worker().clock().nanos() + 5_000_000 - deadline >= 0;
    }

    // ---- The client's stream, as the exchange sees it

    @Override
    public ServerConnection connection() {
        return client.connection();
    }

    @Override
    public String protocol() {
        return client.protocol();
    }

    @Override
    public RequestHead request() {
        return request;
    }

    /** Whoever waits for a 100 has got it from the bridge. */
    @Override
    public void sendInformational(ResponseHead head) {}

    @Override
    public void sendHead(ResponseHead head, boolean end) {
        HttpClientStream.Handler reader = reader();
        if (reader == null) {
            return;
        }
        Metadata fields = Heads.metadata(head.fields());
        if (end) {
            fields = withoutAdded(fields);
        }
        reader.onHead(head.status(), fields, end);
    }

    /** Takes apart what a backend said and what the gateway added. */
    private Metadata withoutAdded(Metadata fields) {
        Metadata said = trailersOnly;
        Metadata kept = new Metadata();
        Metadata added = new Metadata();
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.nameAt(i);
            boolean its =
                    said == null
                            ? name.startsWith("grpc-") || name.equals("content-type")
                            : said.has(name);
            (its ? kept : added).append(name, fields.valueAt(i));
        }
        addedByGateway = added;
        return kept;
    }

    @Override
    public void sendData(ByteBuf data, boolean end) {
        try {
            HttpClientStream.Handler reader = reader();
            if (reader != null && data.isReadable()) {
                reader.onData(data.nioBuffer());
            }
        } finally {
            data.release();
        }
        HttpClientStream.Handler reader = end ? reader() : null;
        if (reader != null) {
            reader.onEnd(Metadata.EMPTY);
        }
    }

    @Override
    public void sendTrailers(HeaderFields trailers) {
        HttpClientStream.Handler reader = reader();
        if (reader != null) {
            reader.onEnd(Heads.metadata(trailers));
        }
    }

    /** Who reads the answer, if anyone still does. */
    private HttpClientStream.@Nullable Handler reader() {
        return clientSide.over() || gatewaySide.cancelled() ? null : answerReader;
    }

    @Override
    public void abort(StreamFault fault) {
        if (clientSide.over()) {
            return;
        }
        callee.cancel();
        Code code = Faults.code(fault.reason());
        exchange.onCallEnd(code);
        caller.end(ResponseEnd.of(new ConnectException(code, Faults.text(fault.reason()))));
    }

    @Override
    public boolean writable() {
        return clientSide.writable();
    }

    @Override
    public void pauseRequest() {
        clientSide.pause();
    }

    @Override
    public void resumeRequest() {
        clientSide.resume();
    }

    @Override
    public long requestBytes() {
        return client.requestBytes();
    }

    @Override
    public long responseBytes() {
        return client.responseBytes();
    }

    // ---- What the client's protocol tells

    @Override
    public void onData(ByteBuf data) {
        try {
            HttpServerStream.Handler reader = clientSide.handler();
            if (reader != null) {
                reader.onData(data.nioBuffer());
            }
        } finally {
            data.release();
        }
        // What is held back for the end to go with it goes now, unless that is just coming.
        if (!requestEnded
                && !gatewaySide.cancelled()
                && !clientSide.over()
                && client.requestBytes() != client.request().contentLength()) {
            callee.flush();
        }
    }

    @Override
    public void onEnd(@Nullable HeaderFields trailers) {
        HttpServerStream.Handler reader = clientSide.handler();
        if (reader != null) {
            reader.onEnd(Metadata.EMPTY);
        }
    }

    @Override
    public void onReset(StreamFault fault) {
        clientSide.gone();
        callee.cancel();
        exchange.onReset(fault);
    }

    @Override
    public void onWritable() {
        exchange.onWritable();
    }

    @Override
    public void onFinished() {
        exchange.onFinished();
    }
}
