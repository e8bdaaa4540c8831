package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.json.JsonWriter;
import dev.maneki.connect.protocol.EncodingNames;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ResponseMeta;
import dev.maneki.connect.protocol.ServerSettings;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A unary call: "Unary-Request", "Unary-Get-Request" and "Unary-Response".
 *
 * <p>Trailers stand in the head here, and the status depends on the end, so nothing is sent before
 * it. Then all goes out at once. Hot path: beyond the message, a call costs its head's fields.
 */
final class UnaryServerExchange extends ConnectServerExchange {
    private static final int NOT_MODIFIED = 304;

    private final @Nullable BodyCollector body;
    private @Nullable ResponseMeta meta;
    private @Nullable Payload message;
    private boolean tooMany;

    UnaryServerExchange(HttpServerStream stream, ConnectRequest request, ServerSettings settings) {
        super(stream, request, settings);
        body =
                request.message() != null
                        ? null
                        : new BodyCollector(settings.maxMessageBytes(), request.contentLength());
    }

    @Override
    public boolean streaming() {
        return false;
    }

    @Override
    public boolean get() {
        return body == null;
    }

    @Override
    public void start(Listener listener) {
        super.start(listener);
        Payload inQuery = request.message();
        if (inQuery != null) {
            // The head is all of it; a body, which GET has no use for, is dropped.
            deliver(inQuery);
            endInput();
        }
    }

    @Override
    void read(ByteBuffer data) {
        if (body != null && !body.append(data)) {
            throw ConnectRequest.tooLong(settings.maxMessageBytes());
        }
    }

    @Override
    void readEnd() {
        if (body != null) {
            deliver(body.payload(!request.meta().compression().equals(RequestMeta.IDENTITY)));
            endInput();
        }
    }

    @Override
    public void sendMeta(ResponseMeta meta) {
        this.meta = meta;
    }

    @Override
    public void sendPayload(Payload payload) {
        tooMany |= message != null;
        message = payload;
    }

    @Override
    public void end(ResponseEnd end) {
        if (!canSend()) {
            return;
        }
        ConnectException error = end.error();
        if (error != null) {
            sendError(error, end.trailers());
        } else if (message == null || tooMany) {
            sendError(
                    new ConnectException(
                            Code.INTERNAL,
                            "a unary method answers with one message, not with "
                                    + (tooMany ? "more" : "none")),
                    end.trailers());
        } else {
            sendMessage(message, end.trailers());
        }
        finish();
    }

    private void sendMessage(Payload message, Metadata trailers) {
        Metadata fields = new Metadata();
        fields.append("content-type", request.contentType().text());
        if (message.compressed() && meta != null) {
            fields.append("content-encoding", meta.compression());
        }
        int length = message.length();
        fields.append("content-length", Integer.toString(length));
        addCommon(fields, trailers);
        stream.sendHead(200, fields, length == 0);
        if (length > 0) {
            stream.sendData(message.array(), message.offset(), length, true);
        }
    }

    /** "In those cases, Unary-Content-Type must be application/json", whatever the codec. */
    private void sendError(ConnectException error, Metadata trailers) {
        Metadata fields = new Metadata();
        if (get() && error.isNotModified()) {
            addError(error, fields);
            addCommon(fields, trailers);
            stream.sendHead(NOT_MODIFIED, fields, true);
            return;
        }
        JsonWriter json = new JsonWriter(0, 128);
        ConnectErrorJson.write(json, error);
        fields.append("content-type", ConnectContentType.ERROR);
        fields.append("content-length", Integer.toString(json.length()));
        addError(error, fields);
        addCommon(fields, trailers);
        stream.sendHead(error.code().httpStatus(), fields, false);
        stream.sendData(json.array(), json.offset(), json.length(), true);
    }

    /** Where the error came from a peer, its metadata is among what is sent anyway. */
    private static void addError(ConnectException error, Metadata fields) {
        if (!error.fromPeer()) {
            TrailerFields.addLeading(error.metadata(), fields);
        }
    }

    private void addCommon(Metadata fields, Metadata trailers) {
        String accept =
                EncodingNames.format(
                        meta == null ? settings.compressions() : meta.acceptCompression());
        if (!accept.isEmpty()) {
            fields.append("accept-encoding", accept);
        }
        if (get()) {
            // What a cache keeps depends on it; a handler's own Vary stands beside.
            fields.append("vary", "accept-encoding");
        }
        if (meta != null) {
            TrailerFields.addLeading(meta.metadata(), fields);
        }
        TrailerFields.addTrailing(trailers, fields);
    }
}
