package dev.maneki.proxy.http2;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One request to a backend on HTTP/2. */
final class Http2ClientStream extends Http2Stream implements ClientStream {
    private static final byte[] CONNECT = {'C', 'O', 'N', 'N', 'E', 'C', 'T'};
    private static final byte[] TRAILERS = {'t', 'r', 'a', 'i', 'l', 'e', 'r', 's'};
    private static final FieldName PROTOCOL = FieldName.of(":protocol");

    /** Interim responses to one request; more are a flood. */
    private static final int MAX_INTERIM = 32;

    private final Http2ClientConnection owner;
    private final ClientStreamHandler handler;
    private @Nullable ResponseHead head;
    private @Nullable StreamFault ownFault;
    private boolean headRequest;
    private boolean cancelled;
    private boolean reserved = true;
    private @Nullable RequestHead waitingHead;
    private boolean endAfterHead;
    private String upgrade = "";
    private String webSocketKey = "";
    private int interim;
    private long flushesAtHead;
    private long headAt;
    private int framesAtHead;

    Http2ClientStream(Http2ClientConnection owner, ClientStreamHandler handler) {
        super(owner);
        this.owner = owner;
        this.handler = handler;
    }

    /** Whether the final response's head has come. */
    boolean hasHead() {
        return head != null;
    }

    // What the connection tells.

    /** An interim response. */
    void onInterim(ResponseHead interimHead) {
        if (++interim > MAX_INTERIM) {
            owner.malformed(this, "too many interim responses");
        } else {
            handler.onInformational(interimHead);
        }
    }

    /** The final response's head; it stays with the stream. */
    void onFinal(ResponseHead finalHead, boolean end) {
        head = finalHead;
        int status = finalHead.status();
        boolean switched = !upgrade.isEmpty() && status < 300;
        if (switched) {
            tunnel = true;
            finalHead.status(101);
            finalHead.upgrade(upgrade);
            finalHead.contentLength(-1);
            finalHead.fields().remove(FieldNames.CONTENT_LENGTH);
            if (!webSocketKey.isEmpty()) {
                finalHead
                        .fields()
                        .set(FieldNames.SEC_WEBSOCKET_ACCEPT, WebSocketKeys.accept(webSocketKey));
            }
        } else {
            boolean bodyless = headRequest || status == 204 || status == 304;
            long length = bodyless ? 0 : finalHead.contentLength();
            if (end && length > 0) {
                owner.malformed(this, "less DATA than content-length says");
                return;
            }
            expectedBytes(length);
        }
        if (end) {
            remoteEnded = true;
            onRemoteEnd();
        }
        // A tunnel that ends at once is still a tunnel: its end comes as one.
        handler.onHead(finalHead, end && !switched);
        if (end && switched && !cancelled) {
            handler.onEnd(null);
        }
    }

    @Override
    void deliverData(ByteBuf data) {
        handler.onData(data);
    }

    @Override
    void deliverEnd(@Nullable HeaderFields trailers) {
        handler.onEnd(trailers);
    }

    @Override
    void deliverReset(StreamFault fault) {
        if (!cancelled) {
            handler.onReset(fault);
        }
    }

    @Override
    void deliverWritable() {
        handler.onWritable();
    }

    @Override
    StreamFault malformed(String detail) {
        return StreamFault.of(Reason.BACKEND_INVALID_RESPONSE, detail);
    }

    @Override
    StreamFault whenClosed(StreamFault fault) {
        // What was never flushed cannot have arrived.
        return owner.output.flushes() == flushesAtHead
                ? new StreamFault(fault.reason(), true, fault.detail())
                : fault;
    }

    /** The response is whole, though some of it waits for the exchange. */
    @Override
    boolean outlivesConnection() {
        return remoteEnded && hasInbound() && !tunnel;
    }

    @Override
    void onLocalEnd() {
        if (remoteEnded) {
            done();
        }
    }

    @Override
    void onRemoteEnd() {
        if (localEnded) {
            done();
        }
    }

    private void done() {
        owner.retire(this);
        owner.afterFlush(this);
    }

    @Override
    void afterFlush() {
        StreamFault fault = ownFault;
        if (fault != null) {
            ownFault = null;
            deliverReset(fault);
        } else if (head != null && !hasInbound()) {
            owner.recycle(head);
        }
    }

    // What the exchange calls.

    @Override
    public String protocol() {
        return "HTTP/2";
    }

    @Override
    public void sendHead(RequestHead request, boolean end) {
        if (closed || !reserved) {
            return;
        }
        release();
        upgrade = request.upgrade();
        if (!upgrade.isEmpty() && !owner.peer.received()) {
            RequestHead copy = new RequestHead();
            copy.copyFrom(request);
            waitingHead = copy;
            owner.awaitSettings(this);
            return;
        }
        writeHead(request, end);
    }

    /** SETTINGS have come: what waited for them goes on. */
    void onSettings() {
        RequestHead waited = waitingHead;
        waitingHead = null;
        if (closed || waited == null) {
            return;
        }
        writeHead(waited, false);
        if (closed) {
            return;
        }
        if (canSendQueued()) {
            owner.scheduler.enqueue(this);
        }
        if (endAfterHead) {
            sendEnd(null);
        }
    }

    /** The connection has ended without SETTINGS. */
    void onNoSettings() {
        waitingHead = null;
        if (!closed) {
            refuse(true, "the backend does not speak HTTP/2");
        }
    }

    private void writeHead(RequestHead request, boolean end) {
        if (!upgrade.isEmpty() && !owner.peer.connectProtocol()) {
            refuse(false, "the backend does not take extended CONNECT (RFC 8441)");
            return;
        }
        int newId = owner.register(this);
        if (newId == 0) {
            refuse(true, "the connection takes no more streams");
            return;
        }
        open(newId);
        headRequest = request.method().equals("HEAD");
        flushesAtHead = owner.output.flushes();
        framesAtHead = owner.framesRead();
        headAt = owner.worker.clock().nanos();
        encode(request);
        // A tunnel has no end yet, whatever the request had.
        boolean ends = end && upgrade.isEmpty();
        owner.writer.headers(newId, owner.encoder, ends);
        owner.budget.earn(2);
        owner.touch();
        if (ends) {
            localEnded = true;
            onLocalEnd();
        }
    }

    private void encode(RequestHead request) {
        HpackEncoder encoder = owner.encoder;
        encoder.begin();
        String method = request.method();
        if (!upgrade.isEmpty()) {
            encoder.named(HpackStaticTable.METHOD_GET, CONNECT, 0, CONNECT.length);
            byte[] protocol = upgrade.getBytes(StandardCharsets.ISO_8859_1);
            byte[] name = PROTOCOL.bytes();
            encoder.field(name, 0, name.length, protocol, 0, protocol.length, PROTOCOL.hash());
        } else if (method.equals("GET")) {
            encoder.indexed(HpackStaticTable.METHOD_GET);
        } else if (method.equals("POST")) {
            encoder.indexed(HpackStaticTable.METHOD_POST);
        } else {
            byte[] bytes = method.getBytes(StandardCharsets.ISO_8859_1);
            encoder.named(HpackStaticTable.METHOD_GET, bytes, 0, bytes.length);
        }
        encoder.indexed(
                owner.secure() ? HpackStaticTable.SCHEME_HTTPS : HpackStaticTable.SCHEME_HTTP);
        ByteSequence scratch = owner.scratch;
        scratch.set(request.host());
        if (request.port() >= 0) {
            scratch.append((byte) ':');
            appendNumber(scratch, request.port());
        }
        if (scratch.length() > 0) {
            encoder.named(HpackStaticTable.AUTHORITY, scratch.array(), 0, scratch.length());
        }
        scratch.set(request.path());
        if (request.hasQuery()) {
            scratch.append((byte) '?');
            scratch.append(request.query().array(), 0, request.query().length());
        }
        encoder.named(HpackStaticTable.PATH, scratch.array(), 0, scratch.length());
        if (upgrade.isEmpty()) {
            encoder.fields(request.fields());
        } else {
            encodeWithoutKey(request.fields());
        }
        if (request.acceptsTrailers()) {
            byte[] te = FieldNames.TE.bytes();
            encoder.field(te, 0, te.length, TRAILERS, 0, TRAILERS.length, FieldNames.TE.hash());
        }
    }

    private static void appendNumber(ByteSequence target, int number) {
        int divisor = 1;
        while (number / divisor >= 10) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            target.append((byte) ('0' + number / divisor % 10));
        }
    }

    /**
     * The key stays here (RFC 8441 section 5), for the answer that an HTTP/1.1 client awaits. The
     * head is the exchange's, which may send it once more elsewhere: it gets its key back.
     */
    private void encodeWithoutKey(HeaderFields fields) {
        int at = fields.find(FieldNames.SEC_WEBSOCKET_KEY);
        if (at < 0) {
            owner.encoder.fields(fields);
            return;
        }
        webSocketKey = fields.value(at);
        fields.remove(FieldNames.SEC_WEBSOCKET_KEY);
        owner.encoder.fields(fields);
        fields.add(FieldNames.SEC_WEBSOCKET_KEY, webSocketKey);
    }

    /** Tells the exchange, when it is not calling, that the request was not sent. */
    private void refuse(boolean retryable, String detail) {
        dispose();
        ownFault = new StreamFault(Reason.BACKEND_RESET, retryable, detail);
        owner.afterFlush(this);
    }

    private void release() {
        if (reserved) {
            reserved = false;
            owner.released();
        }
    }

    @Override
    public void sendData(ByteBuf data, boolean end) {
        if (closed || localEnded) {
            data.release();
        } else if (waitingHead != null) {
            endAfterHead |= end;
            send(data, false);
        } else {
            send(data, end);
        }
    }

    @Override
    public void sendTrailers(HeaderFields trailers) {
        if (waitingHead != null) {
            endAfterHead = true;
        } else if (!closed && !localEnded) {
            sendEnd(trailers);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        release();
        if (closed) {
            discardInbound();
        } else if (id != 0) {
            owner.reset(id, ErrorCode.CANCEL);
            owner.forget(this);
            if (owner.framesRead() == framesAtHead) {
                owner.onSilence(headAt);
            }
        } else {
            dispose();
        }
    }

    @Override
    public boolean writable() {
        return canTakeMore();
    }

    @Override
    public void pauseResponse() {
        pause();
    }

    @Override
    public void resumeResponse() {
        resume();
    }
}
