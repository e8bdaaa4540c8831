package dev.maneki.connect;

import dev.maneki.connect.compress.Compression;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a caller says of one call beside its message. Immutable: each method gives a new one. */
public final class CallOptions {
    /** Nothing said: the client's own settings hold. */
    public static final CallOptions DEFAULT =
            new CallOptions(Metadata.EMPTY, null, Deadline.NONE, null, 0, null, Map.of());

    private final Metadata metadata;
    private final @Nullable Duration timeout;
    private final Deadline deadline;
    private final @Nullable Compression sendCompression;
    private final int maxMessageBytes;
    private final @Nullable Consumer<ResponseInfo> onResponse;
    private final Map<Key<?>, Object> attributes;

    private CallOptions(
            Metadata metadata,
            @Nullable Duration timeout,
            Deadline deadline,
            @Nullable Compression sendCompression,
            int maxMessageBytes,
            @Nullable Consumer<ResponseInfo> onResponse,
            Map<Key<?>, Object> attributes) {
        this.metadata = metadata;
        this.timeout = timeout;
        this.deadline = deadline;
        this.sendCompression = sendCompression;
        this.maxMessageBytes = maxMessageBytes;
        this.onResponse = onResponse;
        this.attributes = attributes;
    }

    /**
     * With one more header field for the server.
     *
     * @throws IllegalArgumentException as {@link Metadata#add}
     */
    public CallOptions header(String name, String value) {
        return metadata(new Metadata().add(name, value));
    }

    /** With all of these header fields for the server. */
    public CallOptions metadata(Metadata more) {
        Metadata all = new Metadata(metadata).addAll(more).freeze();
        return new CallOptions(
                all, timeout, deadline, sendCompression, maxMessageBytes, onResponse, attributes);
    }

    /** With this time from the call's beginning to its end, in place of the client's own. */
    public CallOptions timeout(Duration timeout) {
        return new CallOptions(
                metadata,
                timeout,
                deadline,
                sendCompression,
                maxMessageBytes,
                onResponse,
                attributes);
    }

    /** With this moment as the call's end at the latest; the timeout holds as well. */
    public CallOptions deadline(Deadline deadline) {
        return new CallOptions(
                metadata,
                timeout,
                deadline,
                sendCompression,
                maxMessageBytes,
                onResponse,
                attributes);
    }

    /** Compresses its requests, in place of what the client does. */
    public CallOptions sendCompression(Compression compression) {
        return new CallOptions(
                metadata, timeout, deadline, compression, maxMessageBytes, onResponse, attributes);
    }

    /**
     * With this length of the longest message that is read, in place of the client's own limit.
     *
     * @throws IllegalArgumentException unless it is at least 1
     */
    public CallOptions maxMessageBytes(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a limit on messages is at least 1; got " + bytes);
        }
        return new CallOptions(
                metadata, timeout, deadline, sendCompression, bytes, onResponse, attributes);
    }

    /**
     * Says who is told what the server sent beside the message. It is called once the call has
     * ended well, before its result is handed over, on the thread that hands it over; of failed
     * calls {@link ConnectException#metadata} has it.
     */
    public CallOptions onResponse(Consumer<ResponseInfo> onResponse) {
        return new CallOptions(
                metadata,
                timeout,
                deadline,
                sendCompression,
                maxMessageBytes,
                onResponse,
                attributes);
    }

    /** With something left for the client's interceptors. */
    public <T> CallOptions attribute(Key<T> key, T value) {
        Map<Key<?>, Object> more = new HashMap<>(attributes);
        more.put(key, value);
        return new CallOptions(
                metadata,
                timeout,
                deadline,
                sendCompression,
                maxMessageBytes,
                onResponse,
                Map.copyOf(more));
    }

    /** The header fields; immutable. */
    public Metadata metadata() {
        return metadata;
    }

    /** The timeout, or null where the client's own holds. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /** The deadline; {@link Deadline#NONE} unless it was given. */
    public Deadline deadline() {
        return deadline;
    }

    /** What its requests are compressed by, or null where the client's own choice holds. */
    public @Nullable Compression sendCompression() {
        return sendCompression;
    }

    /** The longest message that is read; 0 where the client's own limit holds. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** Who is told of the response, or null. */
    public @Nullable Consumer<ResponseInfo> onResponse() {
        return onResponse;
    }

    /** What was left under a key, or null. */
    @SuppressWarnings("unchecked") // put there under a key of its type
    public <T> @Nullable T attribute(Key<T> key) {
        return (T) attributes.get(key);
    }
}
