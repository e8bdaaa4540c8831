package dev.maneki.connect.client;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.ResponseReceiver;
import dev.maneki.connect.call.Inbox;
import dev.maneki.connect.call.MessageCoder;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.ResponseMeta;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What comes back of a call, read and handed to its receiver: on the thread of a caller that blocks
 * ({@link #tell}), or on the event loop as far as it was asked for ({@link #deliver}).
 */
final class Arrivals<O> {
    /**
     * The end of a call.
     *
     * @param message the one response, if the method has one, and all went well
     */
    record End(@Nullable Payload message, @Nullable ConnectException error, Metadata trailers) {}

    private final CalledMethod<?, O> method;
    private final ResponseReceiver<O> receiver;
    private final int maxMessageBytes;
    private final boolean onLoop;
    private final Attempt<?, O> attempt;

    // Written on the loop before the first event that needs it is handed over.
    private @Nullable ResponseMeta meta;
    private @Nullable Compression compression;

    // The receiver's.
    private @Nullable ConnectException unreadable;

    // The loop's.
    private final ArrayDeque<Object> waiting = new ArrayDeque<>(2);
    private long asked;
    private int waitingBytes;
    private boolean paused;
    private boolean delivering;

    Arrivals(
            CalledMethod<?, O> method,
            ResponseReceiver<O> receiver,
            int maxMessageBytes,
            boolean onLoop,
            Attempt<?, O> attempt) {
        this.method = method;
        this.receiver = receiver;
        this.maxMessageBytes = maxMessageBytes;
        this.onLoop = onLoop;
        this.attempt = attempt;
    }

    void meta(ResponseMeta meta, @Nullable Compression compression) {
        meta.metadata().freeze();
        this.meta = meta;
        this.compression = compression;
    }

    /** What came before the messages; empty if nothing did. */
    Metadata metadata() {
        ResponseMeta known = meta;
        return known == null ? Metadata.EMPTY : known.metadata();
    }

    // ---- on the receiver's thread ----

    /** Reads an event, and hands it to the receiver. */
    void tell(Object value) {
        switch (value) {
            case ResponseMeta told -> receiver.onMetadata(told.metadata());
            case Payload payload -> {
                if (unreadable == null) {
                    tellMessage(payload);
                }
            }
            case End end -> tellEnd(end);
            default -> throw new IllegalStateException("no such event: " + value);
        }
    }

    private void tellMessage(Payload payload) {
        O message;
        try {
            message = decode(payload);
        } catch (ConnectException e) {
            unreadable = e;
            attempt.failed(e);
            return;
        }
        receiver.onMessage(message);
    }

    private void tellEnd(End end) {
        ResponseMeta known = meta;
        if (!method.spec.kind().responsesStream() && known != null) {
            receiver.onMetadata(known.metadata());
        }
        Payload payload = end.message();
        if (payload != null) {
            tellMessage(payload);
        }
        ConnectException error = unreadable == null ? end.error() : unreadable;
        receiver.onEnd(error, end.trailers().frozen());
    }

    private O decode(Payload payload) {
        try {
            return MessageCoder.decode(
                    method.spec.output(),
                    payload,
                    method.side.codec(),
                    compression,
                    maxMessageBytes);
        } catch (ConnectException e) {
            // For a server, what cannot be read is the caller's mistake; here it is the server's.
            throw e.code() == Code.INVALID_ARGUMENT
                    ? new ConnectException(Code.INTERNAL, "the server's answer: " + e.text(), e)
                    : e;
        }
    }

    // ---- on the loop ----

    /** Hands an event over as soon as it was asked for. */
    void deliver(Object value) {
        if (value instanceof Payload payload) {
            waitingBytes += payload.length();
        } else if (value instanceof End end && end.error() != null) {
            waiting.clear(); // nobody reads on once all is lost
        }
        waiting.add(value);
        deliver();
        if (waitingBytes >= Inbox.HIGH && !paused) {
            paused = true;
            attempt.holdBack(true);
        }
    }

    void request(int count) {
        asked += count;
        deliver();
    }

    void tellReady() {
        if (onLoop) {
            receiver.onReady();
        }
    }

    /** What a receiver throws ends its call; it is told so, unless that is what it threw at. */
    private void fail(ConnectException why) {
        boolean ended = waiting.peekLast() instanceof End;
        waiting.clear();
        waitingBytes = 0;
        unreadable = why;
        attempt.failed(why);
        if (ended) {
            receiver.onEnd(why, Metadata.EMPTY);
        }
    }

    private void deliver() {
        if (delivering) {
            return; // the loop below sees what has changed
        }
        delivering = true;
        try {
            while (!waiting.isEmpty()) {
                if (waiting.peek() instanceof Payload payload) {
                    if (unreadable == null) { // else it is dropped, for the end behind it to come
                        if (asked == 0) {
                            break;
                        }
                        asked--;
                    }
                    waitingBytes -= payload.length();
                }
                tell(waiting.remove());
            }
        } catch (Throwable e) { // an AssertionError too must not leave the call without an end
            fail(new ConnectException(Code.INTERNAL, "who received the call failed", e));
        } finally {
            delivering = false;
        }
        if (waiting.peek() instanceof End) {
            deliver(); // what a failure brought while nothing could be handed over
        }
        if (paused && waitingBytes < Inbox.HIGH / 4) {
            paused = false;
            attempt.holdBack(false);
        }
    }
}
