package dev.maneki.proxy.http2;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.model.Limit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/**
 * A connection to a backend in HTTP/2 (RFC 9113): a channel handler, the only one besides TLS, that
 * speaks first.
 *
 * <p>Streams can be opened at once (RFC 9113 section 3.4), without waiting for the backend's
 * SETTINGS; only a request to switch protocols waits for them, since they say whether extended
 * CONNECT is understood. Event loop only.
 */
public final class Http2ClientConnection extends Http2Connection implements ClientConnection {
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Before SETTINGS: what servers are asked to allow at least (RFC 9113 section 6.5.2). */
    private static final int FIRST_STREAMS = 100;

    /** How long a connection may be silent while a request waits, to be trusted with more. */
    private static final long SILENCE_NANOS = 1_000_000_000L;

    /** More streams than this share a connection badly, whatever the backend allows. */
    private static final int MAX_STREAMS = 256;

    /** For what is put together before it is encoded. */
    final ByteSequence scratch = new ByteSequence(256);

    private final Owner owner;
    private final boolean secure;
    private final int maxHeaderBytes;
    private final int maxHeaderCount;
    private final int maxTrailerBytes;
    private final ResponseHeadDecoder headDecoder = new ResponseHeadDecoder();
    private final HeaderFields trailers = new HeaderFields();
    private final HeadPool heads = HeadPool.current();
    private final ArrayList<Http2ClientStream> awaitingSettings = new ArrayList<>(0);
    private int nextStreamId = 1;

    /** Streams that were opened and whose heads were not yet sent. */
    private int reserved;

    private boolean draining;
    private boolean drainTold;

    /** It is available from the start, so there is nothing to tell. */
    private boolean availableTold = true;

    private long idleSince = System.nanoTime();

    /**
     * For a channel of the worker's event loop.
     *
     * @param limits the process's
     * @param owner the pool
     * @param secure whether TLS is spoken below: {@code :scheme}
     */
    public Http2ClientConnection(Worker worker, Limits limits, Owner owner, boolean secure) {
        super(
                worker,
                false,
                limits.bound(Limit.CONNECTION_BUFFER),
                limits.bound(Limit.RESPONSE_HEADER_BYTES),
                limits.bound(Limit.CONTROL_FRAME_BUDGET));
        this.owner = owner;
        this.secure = secure;
        this.maxHeaderBytes = limits.bound(Limit.RESPONSE_HEADER_BYTES);
        this.maxHeaderCount = limits.bound(Limit.RESPONSE_HEADER_COUNT);
        this.maxTrailerBytes = limits.bound(Limit.TRAILER_BYTES);
    }

    @Override
    void start() {
        writer.raw(PREFACE);
        writer.settings(
                Frames.SETTING_ENABLE_PUSH,
                0,
                Frames.SETTING_INITIAL_WINDOW_SIZE,
                STREAM_WINDOW,
                Frames.SETTING_MAX_HEADER_LIST_SIZE,
                maxHeaderBytes);
    }

    // What the pool asks.

    @Override
    public boolean available() {
        return mayOpen() && streams.size() + reserved < maxStreams();
    }

    private long maxStreams() {
        return peer.received() ? Math.min(MAX_STREAMS, peer.maxConcurrentStreams()) : FIRST_STREAMS;
    }

    private boolean mayOpen() {
        return !draining && !isTerminated() && nextStreamId > 0;
    }

    @Override
    public boolean multiplexed() {
        return true;
    }

    @Override
    public int activeStreams() {
        return streams.size() + reserved;
    }

    @Override
    public ClientStream open(ClientStreamHandler handler) {
        reserved++;
        return new Http2ClientStream(this, handler);
    }

    @Override
    public void drain() {
        stopOpening();
        if (streams.isEmpty() && !isTerminated()) {
            writer.goAway(0, ErrorCode.NO_ERROR);
            closeAfterFlush();
        }
    }

    @Override
    public long idleSince() {
        return idleSince;
    }

    /** Whether the head goes over TLS. */
    boolean secure() {
        return secure;
    }

    /**
     * The number of the stream whose head is sent next: only then, since numbers must go up on the
     * wire (RFC 9113 section 5.1.1). 0 if there is none.
     */
    int register(Http2ClientStream stream) {
        if (!mayOpen()) {
            return 0;
        }
        int id = nextStreamId;
        nextStreamId += 2;
        streams.put(id, stream);
        if (nextStreamId < 0) {
            // Numbers are used up (RFC 9113 section 5.1.1).
            stopOpening();
        }
        return id;
    }

    /** A stream that was opened sends its head, or is given up. */
    void released() {
        reserved--;
    }

    /**
     * A request was given up, and nothing at all has come since it was sent. If that is long ago
     * the path may be dead without our being told; new requests then go by another connection,
     * those that run may still end well. A PING would tell more, but backends count them as abuse.
     */
    void onSilence(long since) {
        if (System.nanoTime() - since > SILENCE_NANOS && !isTerminated()) {
            drain();
        }
    }

    private void stopOpening() {
        draining = true;
        if (!drainTold) {
            drainTold = true;
            owner.onDraining(this);
        }
    }

    // Responses.

    @Override
    void onHeaderBlock(
            int streamId, boolean endStream, boolean selfDependent, byte[] block, int length) {
        if (isIdle(streamId)) {
            throw protocolError("HEADERS on an idle stream");
        }
        Http2ClientStream stream = (Http2ClientStream) streams.get(streamId);
        if (stream == null || stream.remoteEnded) {
            trailerDecoder.begin(0, 0);
            trailers.clear();
            decoder.decode(block, 0, length, trailers, trailerDecoder);
            if (stream != null) {
                streamError(stream, streamId, ErrorCode.STREAM_CLOSED, "HEADERS after END_STREAM");
            }
        } else if (stream.hasHead()) {
            onTrailers(stream, endStream, block, length);
        } else {
            onHead(stream, endStream, block, length);
        }
    }

    private void onHead(Http2ClientStream stream, boolean endStream, byte[] block, int length) {
        ResponseHead head = heads.response();
        headDecoder.start(maxHeaderBytes, maxHeaderCount);
        decoder.decode(block, 0, length, head.fields(), headDecoder);
        if (headDecoder.tooLarge()) {
            worker.metrics()
                    .limitHit(
                            headDecoder.tooMany()
                                    ? Limit.RESPONSE_HEADER_COUNT
                                    : Limit.RESPONSE_HEADER_BYTES);
            malformed(stream, "the response's header section is too large");
            return;
        }
        String wrong = headDecoder.finish(head);
        if (wrong != null) {
            malformed(stream, wrong);
            return;
        }
        if (head.status() >= 200) {
            stream.onFinal(head, endStream);
            return;
        }
        if (endStream) {
            malformed(stream, "an interim response that ends the stream");
        } else {
            stream.onInterim(head);
        }
        recycle(head);
    }

    private void onTrailers(Http2ClientStream stream, boolean endStream, byte[] block, int length) {
        trailers.clear();
        trailerDecoder.begin(maxTrailerBytes, maxHeaderCount);
        decoder.decode(block, 0, length, trailers, trailerDecoder);
        String wrong = trailerDecoder.malformed();
        if (trailerDecoder.tooLarge()) {
            worker.metrics().limitHit(Limit.TRAILER_BYTES);
            malformed(stream, "the response's trailers are too large");
        } else if (!endStream) {
            malformed(stream, "trailers without END_STREAM");
        } else if (wrong != null) {
            malformed(stream, wrong);
        } else {
            stream.receiveEnd(trailers);
        }
    }

    /** Keeps a head for a later response. */
    void recycle(ResponseHead head) {
        heads.give(head);
    }

    // Frames that concern the connection.

    @Override
    boolean isIdle(int streamId) {
        return (streamId & 1) == 0 || (nextStreamId > 0 && streamId >= nextStreamId);
    }

    @Override
    int lastPeerStream() {
        return 0;
    }

    @Override
    void onPeerSettings() {
        availableTold = false;
        tellAvailable();
        ArrayList<Http2ClientStream> waited = new ArrayList<>(awaitingSettings);
        awaitingSettings.clear();
        for (Http2ClientStream stream : waited) {
            stream.onSettings();
        }
    }

    /** The stream's head goes out, or does not, once SETTINGS have come. */
    void awaitSettings(Http2ClientStream stream) {
        awaitingSettings.add(stream);
    }

    @Override
    void onPingAcknowledged(long opaque) {}

    @Override
    void onGoAway(int lastStream, int code) {
        stopOpening();
        ArrayList<Http2Stream> running = new ArrayList<>(streams.values());
        for (Http2Stream stream : running) {
            if (stream.id > lastStream) {
                // RFC 9113 section 6.8: not processed, and never will be.
                forget(stream);
                stream.deliverReset(
                        new StreamFault(
                                Reason.BACKEND_RESET, true, "GOAWAY " + ErrorCode.name(code)));
            }
        }
        if (streams.isEmpty()) {
            closeAfterFlush();
        }
    }

    @Override
    void onStreamReset(Http2Stream stream, int code) {
        if (stream.remoteEnded) {
            // The response is whole, though some of it may wait for the exchange: the backend only
            // wants no more of the request (section 8.1).
            stream.discardOutbound();
            retire(stream);
            return;
        }
        forget(stream);
        stream.deliverReset(
                new StreamFault(
                        Reason.BACKEND_RESET,
                        code == ErrorCode.REFUSED_STREAM,
                        "the backend sent " + ErrorCode.name(code)));
    }

    @Override
    boolean onStreamError() {
        return true;
    }

    @Override
    void onForgotten(Http2Stream stream) {
        idleSince = worker.clock().nanos();
        if (draining && streams.isEmpty()) {
            closeAfterFlush();
        }
        availableTold = false;
        touch();
    }

    @Override
    void onFlushed() {
        tellAvailable();
    }

    private void tellAvailable() {
        if (!availableTold && available()) {
            availableTold = true;
            owner.onAvailable(this);
        }
    }

    @Override
    void onTerminated() {
        draining = true;
        for (Http2ClientStream stream : awaitingSettings) {
            stream.onNoSettings();
        }
        awaitingSettings.clear();
        owner.onClosed(this);
    }

    @Override
    StreamFault connectionFault(String detail) {
        return StreamFault.of(Reason.BACKEND_RESET, detail);
    }
}
