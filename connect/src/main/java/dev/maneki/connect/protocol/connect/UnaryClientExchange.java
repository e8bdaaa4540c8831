package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.json.JsonException;
import dev.maneki.connect.json.JsonReader;
import dev.maneki.connect.json.JsonToken;
import dev.maneki.connect.protocol.ClientSettings;
import dev.maneki.connect.protocol.EncodingNames;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ResponseMeta;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unary call: "Unary-Request", "Unary-Get-Request" and "Unary-Response". It is opened when its
 * message is there, as the head depends on it: method, query, length, compression.
 */
final class UnaryClientExchange extends ConnectClientExchange {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private boolean get;
    private int status;
    private String compression = RequestMeta.IDENTITY;
    private final Metadata leading = new Metadata();
    private final Metadata trailing = new Metadata();
    private @Nullable BodyCollector body;

    UnaryClientExchange(HttpRequest target, RequestMeta request, ClientSettings settings) {
        super(target, request, settings);
    }

    // ---- the request ----

    @Override
    public void sendPayload(Payload payload) {
        if (ended()) {
            return;
        }
        if (stream() != null) {
            fail(Code.UNIMPLEMENTED, "a unary method takes one message, and more came", false);
            return;
        }
        if (settings.get()) {
            HttpRequest head = ConnectCallHead.get(target, request, settings, payload);
            if (head != null) {
                get = true;
                open(head, true);
                return;
            }
        }
        boolean empty = payload.length() == 0;
        HttpRequest head = ConnectCallHead.unary(target, request, settings, payload);
        HttpClientStream stream = open(head, empty);
        if (!empty) {
            // There cannot be more, so the end goes with it. The answer may come while it does.
            setRequestEnded();
            stream.sendData(payload.array(), payload.offset(), payload.length(), true);
            stream.flush();
        }
    }

    @Override
    public void endRequest() {
        if (!ended() && stream() == null) {
            fail(Code.UNIMPLEMENTED, "a unary method takes one message, and none came", true);
        }
    }

    @Override
    public void flush() {
        HttpClientStream stream = stream();
        if (stream != null && !ended()) {
            stream.flush();
        }
    }

    // ---- the answer ----

    @Override
    void head(int status, Metadata fields, boolean end) {
        this.status = status;
        String encoding = fields.get("content-encoding");
        compression = encoding == null || encoding.isEmpty() ? RequestMeta.IDENTITY : encoding;
        TrailerFields.split(fields, leading, trailing);
        ConnectContentType type = ConnectContentType.parse(fields.get("content-type"));
        if (status == NOT_MODIFIED && get) {
            finish(
                    new ResponseEnd(
                            ConnectException.notModified().withMetadata(said()), trailing.freeze()),
                    end);
        } else if (status != OK) {
            errorHead(type, fields, end);
        } else {
            messageHead(type, fields, end);
        }
    }

    /** All that the callee said beside its message or error. */
    private Metadata said() {
        return new Metadata(leading).addAll(trailing);
    }

    private void errorHead(@Nullable ConnectContentType type, Metadata fields, boolean end) {
        boolean json = type != null && !type.streaming() && type.codec().equals("json");
        if (end || !json) { // a proxy's, or one without a body
            failByStatus(status, end);
        } else {
            body = new BodyCollector(maxEndBytes(), length(fields));
        }
    }

    private void messageHead(@Nullable ConnectContentType type, Metadata fields, boolean end) {
        String field = fields.get("content-type");
        ConnectContentType expected = ConnectContentType.forCodec(request.codec(), false);
        if (!expected.equals(type)) {
            // What looks like Connect but is not what was asked for breaks the protocol; what does
            // not was perhaps answered by something else.
            boolean alike = field != null && field.startsWith("application/");
            fail(
                    alike ? Code.INTERNAL : Code.UNKNOWN,
                    "the response's content type is "
                            + (field == null ? "missing" : Quoted.of(field))
                            + ", not "
                            + expected.text(),
                    end);
            return;
        }
        if (!understands(compression)) {
            fail(
                    Code.INTERNAL,
                    "the response's content-encoding is "
                            + Quoted.of(compression)
                            + "; accepted are: "
                            + EncodingNames.format(request.acceptCompression()),
                    end);
            return;
        }
        body = new BodyCollector(settings.maxMessageBytes(), length(fields));
        tellMeta(compression, EncodingNames.parse(fields.get("accept-encoding")));
        if (end && !ended()) {
            readEnd();
        }
    }

    private void tellMeta(String compression, List<String> accepted) {
        listener()
                .onMeta(new ResponseMeta(request.codec(), compression, accepted, leading.freeze()));
    }

    private static long length(Metadata fields) {
        String value = fields.get("content-length");
        if (value == null) {
            return -1;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            return -1; // the transport's to judge; here it only spares copies
        }
    }

    @Override
    void read(ByteBuffer data) {
        BodyCollector collector = body;
        if (collector != null && !collector.append(data)) {
            if (status != OK) {
                failByStatus(status, false);
            } else {
                throw ConnectRequest.tooLong(settings.maxMessageBytes());
            }
        }
    }

    @Override
    void readEnd() {
        BodyCollector collector = body;
        if (collector == null) {
            fail(Code.INTERNAL, "the response has no head", true);
            return;
        }
        Payload payload = collector.payload(!compression.equals(RequestMeta.IDENTITY));
        if (status != OK) {
            readError(payload);
            return;
        }
        listener().onPayload(payload);
        if (!ended()) {
            finish(new ResponseEnd(null, trailing.freeze()), true);
        }
    }

    /** "If Bare-Message is missing or malformed", the status stands for it. */
    private void readError(Payload payload) {
        ConnectException error;
        try {
            Payload plain = decompressed(payload, compression);
            JsonReader json =
                    new JsonReader(
                            plain.array(),
                            plain.offset(),
                            plain.length(),
                            JsonReader.DEFAULT_MAX_DEPTH);
            json.next();
            error = ConnectErrorJson.read(json, Code.ofHttpStatus(status));
            json.expect(JsonToken.END);
        } catch (JsonException | ConnectException _) {
            failByStatus(status, true);
            return;
        }
        tellMeta(RequestMeta.IDENTITY, List.of());
        if (!ended()) {
            finish(new ResponseEnd(error.withMetadata(said()), trailing.freeze()), true);
        }
    }

    @Override
    @Nullable ResponseEnd saidBefore() {
        return null;
    }

    @Override
    void forget() {
        body = null;
    }
}
