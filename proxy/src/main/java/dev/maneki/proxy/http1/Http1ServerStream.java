package dev.maneki.proxy.http1;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.stream.ServerStreamHandler;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The response half of a client's connection: frames what the exchange sends (RFC 9112 section 6).
 * One per connection, used again for each request.
 */
final class Http1ServerStream implements ServerStream {
    private static final byte[] CONNECTION_CLOSE = HeadEncoder.ascii("Connection: close\r\n");
    private static final byte[] CONNECTION_KEEP_ALIVE =
            HeadEncoder.ascii("Connection: keep-alive\r\n");
    private static final byte[] CONNECTION_UPGRADE =
            HeadEncoder.ascii("Connection: Upgrade\r\nUpgrade: ");

    private final Http1ServerConnection connection;
    private final BodyEncoder body;
    private RequestHead head;
    private @Nullable ServerStreamHandler handler;
    private boolean http11;
    private boolean headRequest;
    private boolean asksForUpgrade;
    private boolean waitsWithContinue;
    private boolean keepAlive;
    private boolean open;
    private boolean headSent;
    private boolean bodyless;
    private boolean tunnel;
    private boolean tunnelInputEnded;
    private boolean outputEnded;
    private boolean ended;

    /**
     * @param head what requests are read into
     */
    Http1ServerStream(Http1ServerConnection connection, RequestHead head) {
        this.connection = connection;
        this.head = head;
        this.body = new BodyEncoder(connection);
    }

    /** A request's head is complete. */
    void begin(RequestHead request, boolean isHttp11, boolean mayKeepAlive) {
        head = request;
        handler = null;
        http11 = isHttp11;
        keepAlive = mayKeepAlive;
        // The exchange may change the head; what decides about framing is noted here.
        headRequest = request.method().equals("HEAD");
        asksForUpgrade = !request.upgrade().isEmpty();
        waitsWithContinue = request.expectsContinue();
        open = true;
        headSent = false;
        bodyless = false;
        tunnel = false;
        tunnelInputEnded = false;
        outputEnded = false;
        ended = false;
        body.beginNone();
    }

    void handler(ServerStreamHandler exchange) {
        handler = exchange;
    }

    ServerStreamHandler handler() {
        ServerStreamHandler exchange = handler;
        if (exchange == null) {
            throw new IllegalStateException("the stream has no exchange yet");
        }
        return exchange;
    }

    boolean handlerOpen() {
        return open && handler != null && !ended;
    }

    boolean headSent() {
        return headSent;
    }

    /** Whether the response is written, though perhaps not flushed. */
    boolean ended() {
        return open && ended;
    }

    boolean keepsAlive() {
        return keepAlive;
    }

    /** Whether the client holds its body back until it gets a 100. */
    boolean waitsWithContinue() {
        return waitsWithContinue && connection.requestBytes() == 0;
    }

    void closeAfterwards() {
        keepAlive = false;
    }

    /** The response has been handed to the socket. */
    void finish() {
        open = false;
        if (handler != null) {
            handler.onFinished();
        }
    }

    /** The stream is no more. */
    void reset(StreamFault fault) {
        if (open) {
            open = false;
            if (handler != null) {
                handler.onReset(fault);
            }
        }
    }

    void tunnelInputEnded() {
        if (!tunnelInputEnded && open) {
            tunnelInputEnded = true;
            handler().onEnd(null);
            endTunnel();
        }
    }

    // ---- what the exchange calls

    @Override
    public void sendInformational(ResponseHead response) {
        if (!open || headSent || !http11 || response.status() == 101) {
            return;
        }
        if (response.status() == 100) {
            waitsWithContinue = false;
            connection.bodyAwaited();
        }
        HeadEncoder encoder = connection.output().encoder();
        encoder.statusLine(response.status());
        encoder.fields(response.fields(), KnownFields.OWN_OF_RESPONSE);
        encoder.endLine();
        encoder.writeTo(connection.output().room(encoder.length()));
        connection.noteWrite();
    }

    @Override
    public void sendHead(ResponseHead response, boolean end) {
        if (!open || headSent) {
            return;
        }
        headSent = true;
        connection.noteWrite();
        int status = response.status();
        if (status == 101) {
            if (asksForUpgrade) {
                sendSwitch(response);
            } else {
                abort(StreamFault.of(Reason.INTERNAL_ERROR, "101 without being asked"));
            }
            return;
        }
        bodyless = headRequest || status == 204 || status == 304;
        long length = response.contentLength();
        if (end && !bodyless && length > 0) {
            abort(StreamFault.of(Reason.INTERNAL_ERROR, "a body is missing"));
            return;
        }
        if (end && !bodyless) {
            length = 0;
        }
        HeadEncoder encoder = connection.output().encoder();
        encoder.statusLine(status);
        encoder.fields(response.fields(), KnownFields.OWN_OF_RESPONSE);
        encoder.dateIfAbsent();
        frame(encoder, status, length);
        boolean unread = !connection.requestRead();
        if (connection.draining()
                || (unread
                        && (waitsWithContinue()
                                || ((end || length >= 0) && connection.muchToDiscard())))) {
            keepAlive = false;
        }
        if (!keepAlive) {
            encoder.append(CONNECTION_CLOSE);
        } else if (!http11) {
            encoder.append(CONNECTION_KEEP_ALIVE);
        }
        encoder.endLine();
        // Room for a short body, so that it leaves together with the head.
        long expected = end || bodyless ? 0 : length < 0 ? Http1Output.COPIED : length;
        int room = expected > Http1Output.COPIED ? 0 : (int) expected;
        encoder.writeTo(connection.output().room(encoder.length() + room));
        if (end) {
            end();
        }
    }

    private void frame(HeadEncoder encoder, int status, long length) {
        if (bodyless) {
            body.beginNone();
            if (length >= 0 && status != 204) {
                BodyEncoder.contentLength(encoder, length);
            }
        } else if (length >= 0) {
            body.beginLength(encoder, length);
        } else if (http11) {
            body.beginChunked(encoder);
        } else {
            body.beginUntilClose();
            keepAlive = false;
        }
    }

    private void sendSwitch(ResponseHead response) {
        HeadEncoder encoder = connection.output().encoder();
        encoder.statusLine(101);
        encoder.append(CONNECTION_UPGRADE);
        encoder.append(response.upgrade().isEmpty() ? head.upgrade() : response.upgrade());
        encoder.endLine();
        encoder.fields(response.fields(), KnownFields.OWN_OF_RESPONSE);
        encoder.endLine();
        encoder.writeTo(connection.output().room(encoder.length()));
        keepAlive = false;
        tunnel = true;
        body.beginUntilClose();
        connection.startTunnel();
    }

    @Override
    public void sendData(ByteBuf data, boolean end) {
        if (!open || !headSent || ended || outputEnded) {
            data.release();
            return;
        }
        connection.noteWrite();
        if (bodyless) {
            data.release();
        } else if (!body.write(data, end)) {
            abort(StreamFault.of(Reason.INTERNAL_ERROR, "more body than Content-Length says"));
            return;
        }
        if (end) {
            if (tunnel) {
                outputEnded = true;
                connection.output().end();
                endTunnel();
            } else {
                end();
            }
        }
    }

    @Override
    public void sendTrailers(HeaderFields trailers) {
        if (!open || !headSent || ended) {
            return;
        }
        // Without TE: trailers too: that field says that a client minds their loss, not that others
        // could not read them, for all must (RFC 9110 section 10.1.4, RFC 9112 section 7.1.2).
        if (bodyless || body.finish(trailers)) {
            ended = true;
            connection.output().enqueue();
        } else {
            abort(StreamFault.of(Reason.INTERNAL_ERROR, "less body than Content-Length says"));
        }
    }

    private void end() {
        if (bodyless || body.finish(null)) {
            ended = true;
            connection.output().enqueue();
        } else {
            abort(StreamFault.of(Reason.INTERNAL_ERROR, "less body than Content-Length says"));
        }
    }

    private void endTunnel() {
        if (tunnelInputEnded && outputEnded) {
            ended = true;
            connection.output().enqueue();
        }
    }

    @Override
    public void abort(StreamFault fault) {
        if (open) {
            open = false;
            // Only a reset tells a response that ends with the connection from one that was cut.
            connection.aborted(headSent && body.untilClose());
        }
    }

    @Override
    public boolean writable() {
        return connection.output().writable();
    }

    @Override
    public void pauseRequest() {
        if (open) {
            connection.pauseRequest();
        }
    }

    @Override
    public void resumeRequest() {
        if (open) {
            connection.resumeRequest();
        }
    }

    @Override
    public ServerConnection connection() {
        return connection;
    }

    @Override
    public String protocol() {
        return http11 ? "HTTP/1.1" : "HTTP/1.0";
    }

    @Override
    public RequestHead request() {
        return head;
    }

    @Override
    public long requestBytes() {
        return connection.requestBytes();
    }

    @Override
    public long responseBytes() {
        return body.bytes();
    }
}
