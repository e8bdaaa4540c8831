package dev.maneki.connect.protocol.grpc;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.protocol.Envelope;
import dev.maneki.connect.protocol.EnvelopeReader;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ResponseMeta;
import dev.maneki.connect.protocol.ServerExchange;
import dev.maneki.connect.protocol.ServerSettings;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of a caller that speaks gRPC or gRPC-Web. */
final class GrpcServerExchange
        implements ServerExchange, HttpServerStream.Handler, EnvelopeReader.Receiver {
    private final HttpServerStream stream;
    private final ServerSettings settings;
    private final GrpcRequestHead head;
    private final EnvelopeReader reader;
    private final @Nullable WebText text;
    private final boolean answersInText;

    private @Nullable Listener listener; // null as well once the call is over
    private boolean headSent;
    private boolean ended;

    GrpcServerExchange(HttpServerStream stream, ServerSettings settings, GrpcRequestHead head) {
        this.stream = stream;
        this.settings = settings;
        this.head = head;
        this.reader =
                new EnvelopeReader(EnvelopeReader.COMPRESSED, settings.maxMessageBytes(), this);
        this.text = head.type().flavor() == GrpcFlavor.WEB_TEXT ? new WebText() : null;
        this.answersInText = head.responseType().flavor() == GrpcFlavor.WEB_TEXT;
    }

    @Override
    public Protocol protocol() {
        return head.type().flavor().protocol();
    }

    @Override
    public RequestMeta request() {
        return head.meta();
    }

    @Override
    public boolean streaming() {
        return true;
    }

    @Override
    public boolean get() {
        return false;
    }

    @Override
    public @Nullable ConnectException refusal() {
        return head.refusal();
    }

    // ---- the request ----

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        stream.start(this);
    }

    @Override
    public void onData(ByteBuffer data) {
        if (reader.closed()) {
            return;
        }
        try {
            reader.read(text == null ? data : text.decode(data));
        } catch (ConnectException e) {
            fault(e);
        }
    }

    @Override
    public void onEnvelope(int flags, Payload payload) {
        if (payload.compressed() && head.meta().compression().equals(RequestMeta.IDENTITY)) {
            throw new ConnectException(
                    Code.INTERNAL,
                    "a message is flagged as compressed, but grpc-encoding names no compression");
        }
        if (listener != null) {
            listener.onPayload(payload);
        }
    }

    @Override
    public void onEnd(Metadata trailers) {
        if (reader.closed()) {
            return; // a fault was told, or the call is over: what follows does not matter
        }
        try {
            if (text != null) {
                text.end();
            }
            reader.end();
        } catch (ConnectException e) {
            fault(e);
            return;
        }
        if (listener != null) {
            listener.onRequestEnd();
        }
    }

    private void fault(ConnectException fault) {
        reader.close();
        if (listener != null) {
            listener.onFault(fault);
        }
    }

    @Override
    public void onReset(StreamReset reset) {
        Listener told = listener;
        close();
        if (told != null) {
            told.onReset(reset);
        }
    }

    @Override
    public void onWritable() {
        if (listener != null) {
            listener.onWritable();
        }
    }

    /** Nothing is sent any more, and nothing told. */
    private void close() {
        ended = true;
        listener = null;
        reader.close();
    }

    /** Closes, and if nobody ever listened, lets the transport get rid of the request. */
    private void closeStarted() {
        boolean started = listener != null;
        close();
        if (!started) {
            stream.start(this);
        }
    }

    // ---- the response ----

    @Override
    public void sendMeta(ResponseMeta meta) {
        if (headSent || ended) {
            return;
        }
        headSent = true;
        List<String> accepted =
                meta.acceptCompression().isEmpty()
                        ? settings.compressions()
                        : meta.acceptCompression();
        Metadata fields =
                GrpcResponseHead.fields(responseType(meta.codec()), meta.compression(), accepted);
        if (!meta.metadata().isEmpty()) {
            fields = new Metadata(fields);
            GrpcFields.append(fields, meta.metadata());
        }
        stream.sendHead(200, fields, false);
    }

    private String responseType(String codec) {
        GrpcContentType type = head.responseType();
        return codec.equals(type.codec()) ? type.value() : GrpcContentType.of(type.flavor(), codec);
    }

    @Override
    public void sendPayload(Payload payload) {
        if (!ended) {
            send(0, payload, false);
        }
    }

    private void send(int flags, Payload payload, boolean end) {
        if (answersInText) {
            byte[] chunk = WebText.encode(Envelope.withPrefix(flags, payload));
            stream.sendData(chunk, 0, chunk.length, end);
        } else {
            Envelope.send(stream, flags, payload, end);
        }
    }

    @Override
    public void end(ResponseEnd end) {
        if (ended) {
            return;
        }
        closeStarted();
        if (!headSent) {
            stream.sendHead(200, trailersOnly(end), true);
        } else if (head.responseType().flavor().web()) {
            send(WebTrailers.FLAG, WebTrailers.write(GrpcStatus.trailers(end)), true);
        } else {
            stream.sendTrailers(GrpcStatus.trailers(end));
        }
        stream.flush();
    }

    private Metadata trailersOnly(ResponseEnd end) {
        // compression.md: who is refused for its compression is told which there are.
        List<String> accepted = head.refusal() == null ? List.of() : settings.compressions();
        Metadata fields =
                new Metadata(
                        GrpcResponseHead.fields(
                                head.responseType().value(), RequestMeta.IDENTITY, accepted));
        GrpcStatus.append(fields, end);
        return fields;
    }

    @Override
    public void flush() {
        stream.flush();
    }

    @Override
    public void refuse(int httpStatus, Metadata fields) {
        if (!ended) {
            closeStarted();
            headSent = true;
            stream.sendHead(httpStatus, fields, true);
            stream.flush();
        }
    }

    @Override
    public void reset(StreamReset.Cause cause) {
        close();
        stream.reset(cause);
    }

    @Override
    public boolean writable() {
        return stream.writable();
    }

    @Override
    public void pause() {
        stream.pause();
    }

    @Override
    public void resume() {
        stream.resume();
    }
}
