package dev.maneki.proxy.http2;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.HttpDate;
import dev.maneki.proxy.stream.ListenContext;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.ServerStreamHandler;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Limit;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection in HTTP/2 (RFC 9113): a channel handler, the only one besides TLS. It
 * expects the preface as the first bytes.
 *
 * <p>Made on the event loop for an active channel, or one that becomes so. Besides {@link #drain()}
 * everything happens there.
 */
public final class Http2ServerConnection extends Http2Connection implements ServerConnection {
    /** Header sections of all streams together, as a multiple of what one may have. */
    private static final int HEADER_SHARE = 8;

    private static final byte[] ZERO = {'0'};

    final Limits limits;

    private final ListenContext listenContext;
    private final ServerStreamHandler.Factory factory;
    private final @Nullable TlsInfo tls;
    private final Http2ServerTimeouts timeouts;
    private final RequestHeadDecoder headDecoder = new RequestHeadDecoder();
    private final HeaderFields trailers = new HeaderFields();
    private final FrameBudget resetBudget;
    private final HeadPool heads = HeadPool.current();
    private final int maxStreams;
    private final int headerBytes;
    private int lastStreamId;
    private final ServerDrain drain = new ServerDrain(this);
    private long liveHeaderBytes;
    private @Nullable Object attachment;

    /**
     * For a channel of the worker's event loop.
     *
     * @param listenContext the port it came in by; its limits are those in force now
     * @param tls what the handshake settled, null in the clear
     */
    public Http2ServerConnection(
            Worker worker,
            ListenContext listenContext,
            ServerStreamHandler.Factory factory,
            @Nullable TlsInfo tls) {
        this(worker, listenContext, factory, tls, listenContext.limits());
    }

    private Http2ServerConnection(
            Worker worker,
            ListenContext listenContext,
            ServerStreamHandler.Factory factory,
            @Nullable TlsInfo tls,
            Limits limits) {
        super(
                worker,
                true,
                limits.bound(Limit.CONNECTION_BUFFER),
                limits.bound(Limit.HEADER_BYTES),
                limits.bound(Limit.CONTROL_FRAME_BUDGET));
        this.limits = limits;
        this.listenContext = listenContext;
        this.factory = factory;
        this.tls = tls;
        this.maxStreams = limits.bound(Limit.STREAMS);
        this.headerBytes = limits.bound(Limit.HEADER_BYTES);
        this.resetBudget = new FrameBudget(limits.bound(Limit.RESET_BUDGET));
        this.timeouts = new Http2ServerTimeouts(this);
    }

    @Override
    void start() {
        writer.settings(
                Frames.SETTING_MAX_CONCURRENT_STREAMS,
                maxStreams,
                Frames.SETTING_INITIAL_WINDOW_SIZE,
                STREAM_WINDOW,
                Frames.SETTING_MAX_HEADER_LIST_SIZE,
                headerBytes,
                Frames.SETTING_ENABLE_CONNECT_PROTOCOL,
                1);
        timeouts.start();
    }

    // Requests.

    @Override
    void onHeaderBlock(
            int streamId, boolean endStream, boolean selfDependent, byte[] block, int length) {
        if ((streamId & 1) == 0) {
            throw protocolError("a stream of an even number from a client");
        }
        Http2Stream known = streams.get(streamId);
        if (known != null) {
            onTrailers(known, endStream, block, length);
        } else if (streamId > lastStreamId) {
            lastStreamId = streamId;
            onRequest(streamId, endStream, selfDependent, block, length);
        } else {
            trailerDecoder.begin(0, 0);
            trailers.clear();
            decoder.decode(block, 0, length, trailers, trailerDecoder);
            if (!recentResets.contains(streamId)) {
                throw new ConnectionException(
                        ErrorCode.STREAM_CLOSED, "HEADERS on a closed stream");
            }
        }
    }

    private void onTrailers(Http2Stream stream, boolean endStream, byte[] block, int length) {
        trailers.clear();
        trailerDecoder.begin(limits.bound(Limit.TRAILER_BYTES), limits.bound(Limit.HEADER_COUNT));
        decoder.decode(block, 0, length, trailers, trailerDecoder);
        String wrong = trailerDecoder.malformed();
        if (stream.remoteEnded) {
            streamError(stream, stream.id, ErrorCode.STREAM_CLOSED, "HEADERS after END_STREAM");
        } else if (!endStream) {
            malformed(stream, "trailers without END_STREAM");
        } else if (wrong != null) {
            malformed(stream, wrong);
        } else if (trailerDecoder.tooLarge()) {
            worker.metrics().limitHit(Limit.TRAILER_BYTES);
            streamError(stream, stream.id, ErrorCode.ENHANCE_YOUR_CALM, "trailers too large");
        } else {
            stream.receiveEnd(trailers);
        }
    }

    private void onRequest(
            int streamId, boolean endStream, boolean selfDependent, byte[] block, int length) {
        RequestHead head = heads.request();
        headDecoder.start(head, headerBytes, limits.bound(Limit.HEADER_COUNT));
        decoder.decode(block, 0, length, head.fields(), headDecoder);
        if (drain.excludes(streamId)) {
            // RFC 9113 section 6.8: after GOAWAY they are ignored, and sent again elsewhere.
            recentResets.add(streamId);
            return;
        }
        timeouts.onStream();
        RequestHeadDecoder.Outcome outcome =
                headDecoder.finish(tls != null, limits.bound(Limit.TARGET_BYTES));
        if (selfDependent) {
            refuse(streamId, 0, Reason.BAD_REQUEST, "a stream that depends on itself");
            return;
        }
        switch (outcome) {
            case MALFORMED -> refuse(streamId, 0, Reason.BAD_REQUEST, headDecoder.detail());
            case REFUSED -> {
                countRefusal();
                refuse(streamId, headDecoder.status(), headDecoder.reason(), headDecoder.detail());
                if (!endStream && !isTerminated()) {
                    reset(streamId, ErrorCode.NO_ERROR);
                }
                recycle(head);
            }
            case VALID -> admit(streamId, endStream, head);
        }
    }

    private void countRefusal() {
        if (headDecoder.reason() == Reason.HEADER_TOO_LARGE) {
            worker.metrics()
                    .limitHit(headDecoder.tooMany() ? Limit.HEADER_COUNT : Limit.HEADER_BYTES);
        } else if (headDecoder.reason() == Reason.TARGET_TOO_LONG) {
            worker.metrics().limitHit(Limit.TARGET_BYTES);
        }
    }

    private void admit(int streamId, boolean endStream, RequestHead head) {
        int size = head.fields().byteCount();
        boolean tooMany = streams.size() >= maxStreams;
        if (tooMany || liveHeaderBytes + size > (long) HEADER_SHARE * headerBytes) {
            worker.metrics().limitHit(tooMany ? Limit.STREAMS : Limit.HEADER_BYTES);
            streamError(null, streamId, ErrorCode.REFUSED_STREAM, "too many streams");
            return;
        }
        if (!head.upgrade().isEmpty() && !head.fields().contains(FieldNames.SEC_WEBSOCKET_KEY)) {
            head.fields().add(FieldNames.SEC_WEBSOCKET_KEY, WebSocketKeys.newKey(worker.random()));
        }
        if (endStream && head.expectsContinue()) {
            // Without a body there is nothing to go on with (RFC 9110 section 10.1.1).
            head.expectsContinue(false);
            head.fields().remove(FieldNames.EXPECT);
        }
        Http2ServerStream stream = new Http2ServerStream(this, streamId, head);
        if (endStream && head.contentLength() > 0) {
            refuse(streamId, 0, Reason.BAD_REQUEST, "less DATA than content-length says");
            return;
        }
        liveHeaderBytes += size;
        stream.headerBytes = size;
        stream.remoteEnded = endStream;
        streams.put(streamId, stream);
        stream.handler(factory.open(stream, endStream));
    }

    /** Answers a request that does not become a stream; status 0 resets it. */
    private void refuse(int streamId, int status, Reason reason, String detail) {
        factory.refused(this, reason, status, detail);
        if (status == 0) {
            streamError(null, streamId, ErrorCode.PROTOCOL_ERROR, detail);
            return;
        }
        answer(streamId, status);
    }

    /** A response of our own, without a body. */
    private void answer(int streamId, int status) {
        byte[] now = HttpDate.now();
        encoder.begin();
        encoder.status(status);
        encoder.named(HpackStaticTable.CONTENT_LENGTH, ZERO, 0, ZERO.length);
        encoder.named(HpackStaticTable.DATE, now, 0, now.length);
        writer.headers(streamId, encoder, true);
        touch();
    }

    /** The request's body does not come: 408, if there is no response yet. */
    void onBodyTimeout(Http2ServerStream stream, Limit limit) {
        worker.metrics().limitHit(limit);
        if (!stream.headSent()) {
            answer(stream.id, Reason.REQUEST_TIMEOUT.status());
        }
        reset(stream.id, stream.headSent() ? ErrorCode.CANCEL : ErrorCode.NO_ERROR);
        forget(stream);
        stream.deliverReset(
                StreamFault.of(Reason.REQUEST_TIMEOUT, "the request's body did not come in time"));
    }

    /** The client does not take the response. */
    void onWriteTimeout(Http2ServerStream stream) {
        worker.metrics().limitHit(Limit.WRITE_TIMEOUT);
        reset(stream.id, ErrorCode.CANCEL);
        forget(stream);
        stream.deliverReset(
                StreamFault.of(Reason.CLIENT_GONE, "the client did not take the response"));
    }

    @Override
    void onForgotten(Http2Stream stream) {
        liveHeaderBytes -= stream.headerBytes;
        if (drain.complete() && streams.isEmpty()) {
            closeAfterFlush();
        }
    }

    /** Keeps a head for a later request. */
    void recycle(RequestHead head) {
        heads.give(head);
    }

    // Frames that concern the connection.

    @Override
    boolean isIdle(int streamId) {
        return (streamId & 1) == 0 || streamId > lastStreamId;
    }

    @Override
    int lastPeerStream() {
        return lastStreamId;
    }

    @Override
    void onPeerSettings() {}

    @Override
    void onFlushed() {}

    @Override
    void onStreamReset(Http2Stream stream, int code) {
        boolean early = !((Http2ServerStream) stream).headSent();
        forget(stream);
        stream.deliverReset(
                StreamFault.of(Reason.CLIENT_GONE, "the client sent " + ErrorCode.name(code)));
        if (early && !resetBudget.spend()) {
            worker.metrics().limitHit(Limit.RESET_BUDGET);
            throw new ConnectionException(ErrorCode.ENHANCE_YOUR_CALM, "too many streams reset");
        }
    }

    @Override
    boolean onStreamError() {
        return resetBudget.spend();
    }

    @Override
    void onGoAway(int lastStream, int code) {
        // A client opens no more streams; it closes when it has its responses, or we do.
        beginDrain();
    }

    // The end.

    @Override
    public void drain() {
        if (!worker.loop().inEventLoop()) {
            worker.loop().execute(this::drain);
            return;
        }
        if (!isTerminated()) {
            beginDrain();
            worker.flushQueue().flushAll();
        }
    }

    private void beginDrain() {
        if (drain.begin()) {
            timeouts.onDrain();
        }
    }

    /** The client had time enough to learn of the drain. */
    void completeDrain() {
        drain.end(lastStreamId);
    }

    @Override
    void onPingAcknowledged(long opaque) {
        if (drain.isAnswer(opaque)) {
            completeDrain();
        }
    }

    @Override
    void onTerminated() {
        timeouts.stop();
    }

    @Override
    StreamFault connectionFault(String detail) {
        return StreamFault.of(Reason.CLIENT_GONE, detail);
    }

    // What the exchange asks.

    @Override
    public Worker worker() {
        return worker;
    }

    @Override
    public ListenContext listenContext() {
        return listenContext;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return address(context.channel().remoteAddress());
    }

    @Override
    public InetSocketAddress localAddress() {
        return address(context.channel().localAddress());
    }

    private static InetSocketAddress address(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet : new InetSocketAddress(0);
    }

    @Override
    public String protocol() {
        return "HTTP/2";
    }

    @Override
    public @Nullable TlsInfo tls() {
        return tls;
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public void attach(Object noted) {
        attachment = noted;
    }
}
