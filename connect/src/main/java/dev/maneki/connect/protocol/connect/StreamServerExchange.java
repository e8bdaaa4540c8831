package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.protocol.EncodingNames;
import dev.maneki.connect.protocol.Envelope;
import dev.maneki.connect.protocol.EnvelopeReader;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ResponseMeta;
import dev.maneki.connect.protocol.ServerSettings;
import java.nio.ByteBuffer;

/**
 * A streaming call: "Streaming-Request" and "Streaming-Response". Its status is always 200; how it
 * ended is in the last envelope.
 */
final class StreamServerExchange extends ConnectServerExchange {
    private final EnvelopeReader envelopes;
    private boolean headSent;

    StreamServerExchange(HttpServerStream stream, ConnectRequest request, ServerSettings settings) {
        super(stream, request, settings);
        // Requests have no envelope that ends them, so that flag is as unknown as the others.
        envelopes =
                new EnvelopeReader(
                        EnvelopeReader.COMPRESSED, settings.maxMessageBytes(), this::onEnvelope);
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
    void read(ByteBuffer data) {
        envelopes.read(data);
    }

    @Override
    void readEnd() {
        envelopes.end();
        endInput();
    }

    private void onEnvelope(int flags, Payload payload) {
        if (payload.compressed() && request.meta().compression().equals(RequestMeta.IDENTITY)) {
            envelopes.close();
            throw new ConnectException(
                    Code.INTERNAL,
                    "a message is marked as compressed, but connect-content-encoding names no"
                            + " compression");
        }
        deliver(payload);
    }

    @Override
    public void sendMeta(ResponseMeta meta) {
        if (headSent || !canSend()) {
            return;
        }
        headSent = true;
        Metadata fields = new Metadata();
        fields.append("content-type", request.contentType().text());
        if (!meta.compression().equals(RequestMeta.IDENTITY)) {
            fields.append("connect-content-encoding", meta.compression());
        }
        String accept = EncodingNames.format(meta.acceptCompression());
        if (!accept.isEmpty()) {
            fields.append("connect-accept-encoding", accept);
        }
        TrailerFields.addLeading(meta.metadata(), fields);
        stream.sendHead(200, fields, false);
    }

    private void ensureHead() {
        if (!headSent) {
            sendMeta(
                    new ResponseMeta(
                            request.meta().codec(),
                            RequestMeta.IDENTITY,
                            settings.compressions(),
                            Metadata.EMPTY));
        }
    }

    @Override
    public void sendPayload(Payload payload) {
        if (!canSend()) {
            return;
        }
        ensureHead();
        Envelope.send(stream, 0, payload, false);
    }

    @Override
    public void end(ResponseEnd end) {
        if (!canSend()) {
            return;
        }
        ensureHead();
        ConnectException error = end.error();
        Metadata trailers = end.trailers();
        if (error != null && !error.fromPeer() && !error.metadata().isEmpty()) {
            trailers = new Metadata(trailers).addAll(error.metadata());
        }
        Envelope.send(stream, EndStreamJson.FLAG, EndStreamJson.write(error, trailers), true);
        finish();
    }
}
