package dev.maneki.connect.protocol.grpc;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.protocol.ClientExchange;
import dev.maneki.connect.protocol.ClientSettings;
import dev.maneki.connect.protocol.Envelope;
import dev.maneki.connect.protocol.EnvelopeReader;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ResetErrors;
import dev.maneki.connect.protocol.ResponseEnd;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a callee that speaks gRPC or gRPC-Web.
 *
 * <p>A message is held back until the next one, the end, or a flush, so that the last one carries
 * the request's end, and a unary request is one piece.
 */
final class GrpcClientExchange
        implements ClientExchange, HttpClientStream.Handler, EnvelopeReader.Receiver {
    private static final byte[] NOTHING = {};

    private final GrpcFlavor flavor;
    private final HttpRequest head;
    private final RequestMeta request;
    private final ClientSettings settings;
    private final EnvelopeReader reader;

    private @Nullable Listener listener;
    // Both volatile: events may come on the executor while start() is in open() elsewhere.
    private volatile @Nullable HttpClientStream stream;
    private volatile boolean abandoned;

    private @Nullable Payload held;
    private boolean requestEnded;

    private Metadata fields = Metadata.EMPTY;
    private String compression = RequestMeta.IDENTITY;
    private boolean metaTold;
    private boolean bodyBegun;
    private @Nullable ResponseEnd webEnd;
    private boolean ended;

    GrpcClientExchange(
            GrpcFlavor flavor, HttpRequest head, RequestMeta request, ClientSettings settings) {
        this.flavor = flavor;
        this.head = head;
        this.request = request;
        this.settings = settings;
        int flags = EnvelopeReader.COMPRESSED | (flavor.web() ? WebTrailers.FLAG : 0);
        this.reader = new EnvelopeReader(flags, settings.maxMessageBytes(), this);
    }

    @Override
    public Protocol protocol() {
        return flavor.protocol();
    }

    // ---- the request ----

    @Override
    public void start(Opener opener, Listener listener) {
        this.listener = listener;
        HttpClientStream opened = opener.open(head, false, this);
        stream = opened;
        if (abandoned) { // before we knew what to cancel
            opened.executor().execute(opened::cancel);
        }
    }

    @Override
    public void sendPayload(Payload payload) {
        if (!ended && !requestEnded) {
            sendHeld(false);
            held = payload;
        }
    }

    @Override
    public void endRequest() {
        if (ended || requestEnded) {
            return;
        }
        requestEnded = true;
        if (held == null) {
            stream().sendData(NOTHING, 0, 0, true);
        } else {
            sendHeld(true);
        }
        stream().flush();
    }

    @Override
    public void flush() {
        if (!ended) {
            sendHeld(false);
            stream().flush();
        }
    }

    private void sendHeld(boolean end) {
        Payload payload = held;
        if (payload != null) {
            held = null;
            Envelope.send(stream(), 0, payload, end);
        }
    }

    @Override
    public void cancel() {
        if (!ended) {
            ended = true;
            abandon();
        }
    }

    /** Ends the interest in the stream. */
    private void abandon() {
        held = null;
        reader.close();
        abandoned = true;
        HttpClientStream opened = stream;
        if (opened != null) {
            opened.cancel();
        }
    }

    @Override
    public boolean writable() {
        return stream().writable();
    }

    @Override
    public void pause() {
        stream().pause();
    }

    @Override
    public void resume() {
        stream().resume();
    }

    private HttpClientStream stream() {
        HttpClientStream opened = stream;
        if (opened == null) {
            throw new IllegalStateException("the call was not started");
        }
        return opened;
    }

    // ---- the answer ----

    @Override
    public void onHead(int status, Metadata fields, boolean end) {
        if (ended) {
            return;
        }
        this.fields = fields;
        ResponseEnd refusal =
                GrpcAnswerHead.refusal(flavor, status, fields, end, request, settings);
        if (refusal != null) {
            finish(refusal, end);
        } else if (end) {
            endAlone();
        } else {
            compression = GrpcAnswerHead.encoding(fields);
            // A head with a status may be all there is, and its fields then are trailers: that
            // shows once the body begins, or does not.
            if (!fields.has(GrpcFields.STATUS)) {
                tellMeta();
            }
        }
    }

    /** The head was all: "trailers-only". */
    private void endAlone() {
        ResponseEnd said = GrpcStatus.parse(fields);
        if (said == null) {
            said = missingStatus(Code.UNKNOWN);
        }
        finish(said, true);
    }

    private void tellMeta() {
        if (!metaTold) {
            metaTold = true;
            listener().onMeta(GrpcAnswerHead.meta(fields, request));
        }
    }

    @Override
    public void onData(ByteBuffer data) {
        if (ended || !data.hasRemaining()) {
            return;
        }
        bodyBegun = true;
        tellMeta();
        try {
            reader.read(data);
        } catch (ConnectException e) {
            if (!ended) {
                finish(ResponseEnd.of(e), false);
            }
        }
    }

    @Override
    public void onEnvelope(int flags, Payload payload) {
        if (webEnd != null) {
            throw new ConnectException(
                    Code.INTERNAL, "the response goes on after its trailers, which end it");
        }
        if (payload.compressed() && compression.equals(RequestMeta.IDENTITY)) {
            throw new ConnectException(
                    Code.INTERNAL,
                    "a message is flagged as compressed, but grpc-encoding names no compression");
        }
        if ((flags & WebTrailers.FLAG) == 0) {
            listener().onPayload(payload);
        } else {
            ResponseEnd said = GrpcStatus.parse(WebTrailers.parse(decompressed(payload)));
            webEnd = said == null ? missingStatus(Code.UNKNOWN) : said;
        }
    }

    private Payload decompressed(Payload trailers) {
        if (!trailers.compressed()) {
            return trailers;
        }
        Compression known = settings.compressions().find(compression);
        if (known == null) {
            throw new ConnectException(
                    Code.INTERNAL, "the trailers are compressed by " + compression);
        }
        try {
            return known.decompress(
                    trailers.array(), trailers.offset(), trailers.length(), WebTrailers.MAX_BYTES);
        } catch (ConnectException e) {
            throw new ConnectException(Code.INTERNAL, "the trailers: " + e.text(), e);
        }
    }

    @Override
    public void onEnd(Metadata trailers) {
        if (ended) {
            return;
        }
        ConnectException fault = null;
        try {
            reader.end();
        } catch (ConnectException e) {
            fault = e;
        }
        // Some proxies leave gRPC-Web's trailers where gRPC has them; no harm in reading those.
        ResponseEnd said = webEnd != null ? webEnd : GrpcStatus.parse(trailers);
        if (said == null && !bodyBegun && trailers.isEmpty()) {
            endAlone();
            return;
        }
        tellMeta();
        if (ended) {
            return;
        }
        if (said == null) {
            said = missingStatus(trailers.isEmpty() ? Code.INTERNAL : Code.UNKNOWN);
        }
        // What the callee says went wrong explains more than that its last message is torn.
        finish(fault != null && said.error() == null ? ResponseEnd.of(fault) : said, true);
    }

    @Override
    public void onReset(StreamReset reset) {
        if (!ended) {
            requestEnded = true; // the stream is gone: there is nothing to cancel
            ResponseEnd said = webEnd;
            finish(said == null ? ResponseEnd.of(ResetErrors.of(reset)) : said, true);
        }
    }

    @Override
    public void onWritable() {
        if (!ended) {
            listener().onWritable();
        }
    }

    /**
     * Tells the end.
     *
     * @param responseOver whether the stream is as well, if the request is
     */
    private void finish(ResponseEnd end, boolean responseOver) {
        ended = true;
        if (!responseOver || !requestEnded) {
            abandon();
        }
        listener().onEnd(end);
    }

    private static ResponseEnd missingStatus(Code code) {
        return ResponseEnd.of(
                new ConnectException(code, "the response ends without a grpc-status"));
    }

    private Listener listener() {
        Listener told = listener;
        if (told == null) {
            throw new IllegalStateException("an event came before start()");
        }
        return told;
    }
}
