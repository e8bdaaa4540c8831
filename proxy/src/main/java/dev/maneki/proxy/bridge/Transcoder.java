package dev.maneki.proxy.bridge;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.proxy.worker.Worker;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes protobuf of one call's JSON, and JSON of its answer's protobuf. The messages are read, so
 * they are decompressed here, and the backend is told not to compress. Event loop only.
 */
final class Transcoder {
    private final SchemaSource schema;
    private final int maxMessageBytes;
    private String compression = RequestMeta.IDENTITY;
    private @Nullable MethodTypes types;

    Transcoder(SchemaSource schema, int maxMessageBytes) {
        this.schema = schema;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Who waits for it to be ready. */
    interface Receiver {
        void onKnown();

        void onUnknown(ConnectException why);
    }

    /** What the backend is told of the call. */
    static RequestMeta toProto(RequestMeta meta) {
        return new RequestMeta(
                meta.path(),
                RequestCodecs.PROTO,
                RequestMeta.IDENTITY,
                List.of(),
                meta.timeoutNanos(),
                meta.metadata());
    }

    /** Why the call's messages cannot be read, or null. */
    @Nullable ConnectException refusal(RequestMeta meta) {
        String name = meta.compression();
        if (!name.equals(RequestMeta.IDENTITY) && BridgedStream.COMPRESSIONS.find(name) == null) {
            return new ConnectException(
                    Code.UNIMPLEMENTED,
                    "unknown compression \""
                            + name
                            + "\" for JSON; supported are "
                            + String.join(", ", BridgedStream.COMPRESSIONS.names())
                            + ", identity");
        }
        compression = name;
        return null;
    }

    /** Finds out what the messages are. */
    void find(RequestMeta meta, Worker worker, Receiver receiver) {
        schema.find(
                meta.path(),
                worker,
                new SchemaSource.Receiver() {
                    @Override
                    public void onTypes(MethodTypes found) {
                        types = found;
                        receiver.onKnown();
                    }

                    @Override
                    public void onNone(ConnectException why) {
                        receiver.onUnknown(why);
                    }
                });
    }

    /** Whether it is known what the messages are. */
    boolean ready() {
        return types != null;
    }

    /** The backend does not know the method. */
    void doubt() {
        schema.doubt();
    }

    /**
     * A request's message for the backend.
     *
     * @throws ConnectException if it is not what it should be
     */
    Payload request(Payload payload) {
        return types().toProto(plain(payload, compression));
    }

    /**
     * A response's message for the client.
     *
     * @throws ConnectException if it is not what it should be
     */
    Payload response(Payload payload, String responseCompression) {
        return types().toJson(plain(payload, responseCompression));
    }

    private MethodTypes types() {
        MethodTypes known = types;
        if (known == null) {
            throw new ConnectException(
                    Code.INTERNAL, "the backend answers before it has been asked");
        }
        return known;
    }

    private Payload plain(Payload payload, String name) {
        if (!payload.compressed()) {
            return payload;
        }
        Compression known = Objects.requireNonNull(BridgedStream.COMPRESSIONS.find(name));
        return known.decompress(
                payload.array(), payload.offset(), payload.length(), maxMessageBytes);
    }
}
