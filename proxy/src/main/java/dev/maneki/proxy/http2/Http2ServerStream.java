package dev.maneki.proxy.http2;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.HttpDate;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.stream.ServerStreamHandler;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One request of a client on HTTP/2. */
final class Http2ServerStream extends Http2Stream implements ServerStream {
    private static final byte[] DATE = FieldNames.DATE.bytes();

    private final Http2ServerConnection owner;
    private final RequestHead request;
    private final boolean headRequest;
    private final boolean asksForTunnel;
    private @Nullable ServerStreamHandler handler;
    private @Nullable StreamFault ownFault;
    private boolean aborted;
    private boolean headSent;
    private boolean bodyless;
    private long declaredBytes = -1;
    private long offeredBytes;

    /** When the body's rate began to be measured, and how much had come then. */
    long rateStart;

    long rateBytes;

    Http2ServerStream(Http2ServerConnection owner, int id, RequestHead request) {
        super(owner);
        open(id);
        this.owner = owner;
        this.request = request;
        this.headRequest = request.method().equals("HEAD");
        this.asksForTunnel = !request.upgrade().isEmpty();
        this.rateStart = owner.clock;
        expectedBytes(request.contentLength());
    }

    /** Who is told of the request's course; set once, right after the stream was made. */
    void handler(ServerStreamHandler newHandler) {
        handler = newHandler;
    }

    /** Whether the final response's head has been written. */
    boolean headSent() {
        return headSent;
    }

    /** Begins to measure the rate of the body anew. */
    void measureRate() {
        rateStart = owner.clock;
        rateBytes = receivedBytes();
    }

    /** Whether the body may pause as long as it likes: the response runs, or it is gRPC. */
    boolean isConversation() {
        if (headSent) {
            return true;
        }
        HeaderFields fields = request.fields();
        int type = fields.find(FieldNames.CONTENT_TYPE);
        return type >= 0 && fields.value(type).startsWith("application/grpc");
    }

    // What the connection tells.

    @Override
    void deliverData(ByteBuf data) {
        ServerStreamHandler target = handler;
        if (target == null) {
            data.release();
        } else {
            target.onData(data);
        }
    }

    @Override
    void deliverEnd(@Nullable HeaderFields trailers) {
        if (handler != null) {
            handler.onEnd(trailers);
        }
    }

    @Override
    void deliverReset(StreamFault fault) {
        if (handler != null && !aborted) {
            handler.onReset(fault);
        }
    }

    @Override
    void deliverWritable() {
        if (handler != null) {
            handler.onWritable();
        }
    }

    @Override
    StreamFault malformed(String detail) {
        return StreamFault.of(Reason.CLIENT_PROTOCOL_ERROR, detail);
    }

    @Override
    StreamFault whenClosed(StreamFault fault) {
        return fault;
    }

    @Override
    boolean outlivesConnection() {
        return false;
    }

    @Override
    void onLocalEnd() {
        if (tunnel && !remoteEnded) {
            return;
        }
        if (!remoteEnded) {
            // RFC 9113 section 8.1: the response is whole, the rest of the request of no use.
            owner.reset(id, ErrorCode.NO_ERROR);
        }
        done();
    }

    @Override
    void onRemoteEnd() {
        if (localEnded) {
            done();
        }
    }

    private void done() {
        if (tunnel) {
            // Both have ended, but what the client sent may still wait.
            owner.retire(this);
        } else {
            owner.forget(this);
        }
        owner.afterFlush(this);
    }

    @Override
    void afterFlush() {
        StreamFault fault = ownFault;
        if (fault != null) {
            deliverReset(fault);
        } else if (handler != null && !aborted) {
            handler.onFinished();
            owner.recycle(request);
        }
    }

    // What the exchange calls.

    @Override
    public ServerConnection connection() {
        return owner;
    }

    @Override
    public String protocol() {
        return "HTTP/2";
    }

    @Override
    public RequestHead request() {
        return request;
    }

    @Override
    public void sendInformational(ResponseHead head) {
        if (closed || headSent) {
            return;
        }
        owner.encoder.begin();
        owner.encoder.status(head.status());
        owner.encoder.fields(head.fields());
        owner.writer.headers(id, owner.encoder, false);
        owner.touch();
    }

    @Override
    public void sendHead(ResponseHead head, boolean end) {
        if (closed || headSent) {
            return;
        }
        headSent = true;
        int status = head.status();
        if (status == 101) {
            tunnel = true;
            status = 200;
            // They have no meaning here (RFC 8441 section 5).
            head.fields().remove(FieldNames.SEC_WEBSOCKET_ACCEPT);
            head.fields().remove(FieldNames.CONTENT_LENGTH);
        } else if (asksForTunnel && status >= 200 && status < 300) {
            // In HTTP/1.1 it declines the upgrade; here it would open the tunnel (RFC 8441 section
            // 5).
            breakOff("a success that does not switch protocols, as was asked for");
            return;
        } else {
            bodyless = headRequest || status == 204 || status == 304;
            declaredBytes = bodyless ? -1 : head.contentLength();
        }
        if (end && declaredBytes > 0) {
            breakOff("a response without the body that its content-length says");
            return;
        }
        owner.encoder.begin();
        owner.encoder.status(status);
        owner.encoder.fields(head.fields());
        if (!head.fields().contains(FieldNames.DATE)) {
            byte[] now = HttpDate.now();
            owner.encoder.field(DATE, 0, DATE.length, now, 0, now.length, FieldNames.DATE.hash());
        }
        owner.writer.headers(id, owner.encoder, end);
        owner.budget.earn(2);
        owner.touch();
        if (end) {
            localEnded = true;
            onLocalEnd();
        }
    }

    @Override
    public void sendData(ByteBuf data, boolean end) {
        if (closed || localEnded) {
            data.release();
            return;
        }
        if (bodyless) {
            data.release();
            if (end) {
                sendEnd(null);
            }
            return;
        }
        offeredBytes += data.readableBytes();
        if (declaredBytes >= 0
                && (offeredBytes > declaredBytes || (end && offeredBytes < declaredBytes))) {
            data.release();
            breakOff("a response body of another length than its content-length says");
            return;
        }
        send(data, end);
    }

    @Override
    public void sendTrailers(HeaderFields trailers) {
        if (closed || localEnded) {
            return;
        }
        if (declaredBytes >= 0 && offeredBytes < declaredBytes) {
            breakOff("a response body of another length than its content-length says");
            return;
        }
        sendEnd(bodyless ? null : trailers);
    }

    /**
     * The response cannot be completed as it began; the exchange is told when it is not calling.
     */
    private void breakOff(String detail) {
        ownFault = StreamFault.of(Reason.BACKEND_INVALID_RESPONSE, detail);
        owner.reset(id, ErrorCode.INTERNAL_ERROR);
        owner.forget(this);
        owner.afterFlush(this);
    }

    @Override
    public void abort(StreamFault fault) {
        aborted = true;
        if (closed) {
            discardInbound();
        } else {
            owner.reset(id, ErrorCode.INTERNAL_ERROR);
            owner.forget(this);
        }
    }

    @Override
    public boolean writable() {
        return canTakeMore();
    }

    @Override
    public void pauseRequest() {
        pause();
    }

    @Override
    public void resumeRequest() {
        measureRate();
        resume();
    }

    @Override
    public long requestBytes() {
        return receivedBytes();
    }

    @Override
    public long responseBytes() {
        return sentBytes();
    }
}
