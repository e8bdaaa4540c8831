package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.json.JsonException;
import dev.maneki.connect.protocol.ClientSettings;
import dev.maneki.connect.protocol.EncodingNames;
import dev.maneki.connect.protocol.Envelope;
import dev.maneki.connect.protocol.EnvelopeReader;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ResponseMeta;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A streaming call: "Streaming-Request" and "Streaming-Response".
 *
 * <p>A message is held back until the next one, the end, or a flush, so that the last one carries
 * the request's end. The answer's last envelope says how it ended, but what follows it would show
 * that it was none: so the end is told when HTTP's end has come as well.
 */
final class StreamClientExchange extends ConnectClientExchange {
    private static final byte[] NOTHING = {};
    private static final String TYPE_PREFIX = "application/connect+";

    private final EnvelopeReader envelopes;
    private @Nullable Payload held;
    private String compression = RequestMeta.IDENTITY;
    private Metadata leading = Metadata.EMPTY;
    private @Nullable ResponseEnd said;

    StreamClientExchange(HttpRequest target, RequestMeta request, ClientSettings settings) {
        super(target, request, settings);
        envelopes =
                new EnvelopeReader(
                        EnvelopeReader.COMPRESSED | EndStreamJson.FLAG,
                        settings.maxMessageBytes(),
                        this::onEnvelope);
    }

    // ---- the request ----

    @Override
    public void start(Opener opener, Listener listener) {
        super.start(opener, listener);
        open(ConnectCallHead.stream(target, request, settings), false);
    }

    @Override
    public void sendPayload(Payload payload) {
        if (!ended() && !requestEnded()) {
            sendHeld(false);
            held = payload;
        }
    }

    @Override
    public void endRequest() {
        if (ended() || requestEnded()) {
            return;
        }
        setRequestEnded();
        if (held == null) {
            opened().sendData(NOTHING, 0, 0, true);
        } else {
            sendHeld(true);
        }
        opened().flush();
    }

    @Override
    public void flush() {
        if (!ended()) {
            sendHeld(false);
            opened().flush();
        }
    }

    private void sendHeld(boolean end) {
        Payload payload = held;
        if (payload != null) {
            held = null;
            Envelope.send(opened(), 0, payload, end);
        }
    }

    private HttpClientStream opened() {
        HttpClientStream stream = stream();
        if (stream == null) {
            throw new IllegalStateException("the call was not started");
        }
        return stream;
    }

    // ---- the answer ----

    @Override
    void head(int status, Metadata fields, boolean end) {
        if (status != 200) { // whoever that was, it does not stream Connect
            failByStatus(status, end);
            return;
        }
        String field = fields.get("content-type");
        ConnectContentType expected = ConnectContentType.forCodec(request.codec(), true);
        if (!expected.equals(ConnectContentType.parse(field))) {
            boolean alike = field != null && field.startsWith(TYPE_PREFIX);
            fail(
                    alike ? Code.INTERNAL : Code.UNKNOWN,
                    "the response's content type is "
                            + (field == null ? "missing" : Quoted.of(field))
                            + ", not "
                            + expected.text(),
                    end);
            return;
        }
        String encoding = fields.get("connect-content-encoding");
        compression = encoding == null || encoding.isEmpty() ? RequestMeta.IDENTITY : encoding;
        if (!understands(compression)) {
            fail(
                    Code.INTERNAL,
                    "the response's connect-content-encoding is "
                            + Quoted.of(compression)
                            + "; accepted are: "
                            + EncodingNames.format(request.acceptCompression()),
                    end);
            return;
        }
        Metadata own = new Metadata();
        TrailerFields.addLeading(fields, own);
        leading = own.freeze();
        listener()
                .onMeta(
                        new ResponseMeta(
                                request.codec(),
                                compression,
                                EncodingNames.parse(fields.get("connect-accept-encoding")),
                                leading));
        if (end && !ended()) {
            readEnd();
        }
    }

    @Override
    void read(ByteBuffer data) {
        envelopes.read(data);
    }

    private void onEnvelope(int flags, Payload payload) {
        if (ended()) {
            return;
        }
        if (said != null) {
            throw new ConnectException(
                    Code.INTERNAL, "the response goes on after the message that ends it");
        }
        if (payload.compressed() && compression.equals(RequestMeta.IDENTITY)) {
            throw new ConnectException(
                    Code.INTERNAL,
                    "a message is marked as compressed, but connect-content-encoding names no"
                            + " compression");
        }
        if ((flags & EndStreamJson.FLAG) != 0) {
            said = readEndStream(payload);
        } else {
            // What is empty was never compressed.
            boolean empty = payload.length() == 0 && payload.compressed();
            listener().onPayload(empty ? Payload.empty() : payload);
        }
    }

    private ResponseEnd readEndStream(Payload payload) {
        try {
            Payload plain = decompressed(payload, compression);
            ResponseEnd end = EndStreamJson.read(plain.array(), plain.offset(), plain.length());
            ConnectException error = end.error();
            if (error == null) {
                return end;
            }
            Metadata beside = new Metadata(leading).addAll(end.trailers());
            return new ResponseEnd(error.withMetadata(beside), end.trailers());
        } catch (JsonException e) {
            throw new ConnectException(
                    Code.INTERNAL, "the message that ends the stream: " + e.getMessage(), e);
        } catch (ConnectException e) {
            throw new ConnectException(
                    Code.INTERNAL, "the message that ends the stream: " + e.text(), e);
        }
    }

    @Override
    void readEnd() {
        ConnectException fault = null;
        try {
            envelopes.end();
        } catch (ConnectException e) {
            fault = e;
        }
        ResponseEnd end = said;
        if (end != null && (fault == null || end.error() != null)) {
            // What the callee says went wrong explains more than that something torn follows.
            finish(end, true);
        } else if (fault != null) {
            finish(ResponseEnd.of(fault), true);
        } else {
            fail(Code.INTERNAL, "the response ends without the message that ends a stream", true);
        }
    }

    @Override
    @Nullable ResponseEnd saidBefore() {
        return said;
    }

    @Override
    void forget() {
        held = null;
        envelopes.close();
    }
}
