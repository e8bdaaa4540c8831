package dev.maneki.proxy.http1;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.stream.ContentTypes;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The request half of a backend's connection: frames what the exchange sends (RFC 9112 sections 3
 * and 6).
 *
 * <p>Made anew for each request, so that an exchange that is done cannot reach the next one's.
 */
final class Http1ClientStream implements ClientStream {
    private static final byte[] TRAILERS = HeadEncoder.ascii("TE: trailers\r\nConnection: TE\r\n");
    private static final byte[] UPGRADE = HeadEncoder.ascii("Connection: Upgrade\r\nUpgrade: ");

    private final Http1ClientConnection connection;
    private final BodyEncoder body;
    private final ClientStreamHandler handler;
    private String upgrade = "";
    private boolean headRequest;
    private boolean takesContinue;
    private boolean open = true;
    private boolean headSent;
    private boolean requestEnded;
    private boolean tunnel;
    private boolean tunnelInputEnded;

    Http1ClientStream(
            Http1ClientConnection connection, BodyEncoder body, ClientStreamHandler handler) {
        this.connection = connection;
        this.body = body;
        this.handler = handler;
    }

    // ---- for the connection

    ClientStreamHandler handler() {
        return handler;
    }

    boolean headRequest() {
        return headRequest;
    }

    String upgrade() {
        return upgrade;
    }

    /** Whether a 100 is awaited; true once. */
    boolean takesContinue() {
        boolean awaited = takesContinue;
        takesContinue = false;
        return awaited;
    }

    boolean requestEnded() {
        return requestEnded;
    }

    /** The final head has come; with {@code end} the whole response. */
    void responseStarts(boolean end) {
        if (!upgrade.isEmpty()) {
            // The backend has declined: it was an ordinary request without a body.
            upgrade = "";
            requestEnded = true;
        }
        if (end) {
            responseEnds();
        }
    }

    /** Nothing more can be sent: what is missing of the request is not wanted. */
    void responseEnds() {
        open = false;
    }

    /** The stream has failed. */
    void finish() {
        open = false;
    }

    /** The backend has agreed: from now on bytes are passed as they come. */
    void switched() {
        tunnel = true;
        body.beginUntilClose();
        if (requestEnded) {
            connection.output().end();
        }
    }

    void tunnelInputEnded() {
        if (!tunnelInputEnded) {
            tunnelInputEnded = true;
            handler.onEnd(null);
            endTunnel();
        }
    }

    private void endTunnel() {
        if (tunnelInputEnded && requestEnded) {
            open = false;
            connection.tunnelEnded();
        }
    }

    // ---- what the exchange calls

    @Override
    public void sendHead(RequestHead head, boolean end) {
        if (!open || headSent) {
            return;
        }
        headSent = true;
        headRequest = head.method().equals("HEAD");
        takesContinue = head.expectsContinue();
        upgrade = head.upgrade();
        if (end && head.contentLength() > 0) {
            fail("a body is missing");
            return;
        }
        HeadEncoder encoder = connection.output().encoder();
        if (!RequestLine.encode(encoder, head)) {
            fail("the request cannot be written as HTTP/1.1");
            return;
        }
        dropUnderscores(head.fields());
        encoder.fields(head.fields(), KnownFields.OWN);
        if (!upgrade.isEmpty()) {
            body.beginNone();
            WebSocketKey.addIfAbsent(encoder, head, connection.worker);
            encoder.append(UPGRADE);
            encoder.append(upgrade);
            encoder.endLine();
        } else {
            frame(encoder, head, end);
            if (head.acceptsTrailers()) {
                encoder.append(TRAILERS);
            }
        }
        encoder.endLine();
        encoder.writeTo(connection.output().room(encoder.length() + (end ? 0 : 1024)));
        requestEnded = end && upgrade.isEmpty();
    }

    /**
     * Metadata of gRPC may have underscores in its names, and came by HTTP/2. A server that speaks
     * HTTP/1.1 may be one that takes them for hyphens, and would believe {@code x_forwarded_for}.
     */
    private static void dropUnderscores(HeaderFields fields) {
        if (!ContentTypes.isGrpc(fields)) {
            return;
        }
        for (int i = 0; i < fields.size(); i++) {
            if (fields.live(i) && fields.name(i).indexOf('_') >= 0) {
                fields.remove(i);
            }
        }
    }

    private void frame(HeadEncoder encoder, RequestHead head, boolean end) {
        if (!end) {
            if (head.contentLength() >= 0) {
                body.beginLength(encoder, head.contentLength());
            } else {
                body.beginChunked(encoder);
            }
            return;
        }
        body.beginNone();
        // RFC 9110 section 8.6: where the method means a body, its absence is told.
        String method = head.method();
        boolean expected = method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
        if (head.contentLength() == 0 || expected) {
            BodyEncoder.contentLength(encoder, 0);
        }
    }

    @Override
    public void sendData(ByteBuf data, boolean end) {
        if (!open || !headSent || requestEnded) {
            data.release();
            return;
        }
        if (!upgrade.isEmpty() && !tunnel && data.isReadable()) {
            data.release();
            fail("data before the backend has agreed to switch");
            return;
        }
        if (!body.write(data, end)) {
            fail("more body than Content-Length says");
            return;
        }
        if (end) {
            endRequest(null);
        }
    }

    @Override
    public void sendTrailers(HeaderFields trailers) {
        if (open && headSent && !requestEnded) {
            endRequest(trailers);
        }
    }

    private void endRequest(@Nullable HeaderFields trailers) {
        if (!body.finish(trailers)) {
            fail("less body than Content-Length says");
            return;
        }
        requestEnded = true;
        if (tunnel) {
            connection.output().end();
            endTunnel();
        }
    }

    private void fail(String detail) {
        connection.fail(StreamFault.of(Reason.INTERNAL_ERROR, detail));
    }

    @Override
    public void cancel() {
        if (open) {
            open = false;
            connection.cancel();
        }
    }

    @Override
    public boolean writable() {
        return open && (upgrade.isEmpty() || tunnel) && connection.output().writable();
    }

    @Override
    public void pauseResponse() {
        if (open) {
            connection.input.pause();
        }
    }

    @Override
    public void resumeResponse() {
        if (open) {
            connection.input.resume();
        }
    }

    @Override
    public String protocol() {
        return "HTTP/1.1";
    }
}
