package dev.maneki.connect.client;

import dev.maneki.connect.CallOptions;
import dev.maneki.connect.ClientCall;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Deadline;
import dev.maneki.connect.Key;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.MethodSpec;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.RequestSender;
import dev.maneki.connect.call.Attributes;
import dev.maneki.connect.call.Event;
import dev.maneki.connect.call.Inbox;
import org.jspecify.annotations.Nullable;

/**
 * A call beside its messages, and where its events wait for a caller that blocks: they are then
 * handed to the receivers on the caller's own thread, when it {@link #pump}s.
 */
final class OutgoingCall implements ClientCall, Inbox.Flow {
    /** Where the innermost handler finds it, whatever interceptors have put around it. */
    static final Key<OutgoingCall> KEY = Key.of("outgoing call");

    private final CalledMethod<?, ?> method;
    private final CallOptions options;
    private final Deadline deadline;
    private final Metadata metadata;
    private final Attributes attributes = new Attributes();
    private final @Nullable Inbox inbox;
    private volatile @Nullable Attempt<?, ?> attempt;

    OutgoingCall(CalledMethod<?, ?> method, CallOptions options, boolean blocking) {
        this.method = method;
        this.options = options;
        this.metadata = new Metadata(options.metadata());
        this.inbox = blocking ? new Inbox(this) : null;
        var timeout = options.timeout();
        Deadline own;
        if (timeout != null) {
            own = Deadline.after(timeout);
        } else {
            long nanos = method.side.timeoutNanos();
            own = nanos == Long.MAX_VALUE ? Deadline.NONE : Deadline.afterNanos(nanos);
        }
        this.deadline = own.earlier(options.deadline());
    }

    @Override
    public MethodSpec<?, ?> method() {
        return method.spec;
    }

    @Override
    public Protocol protocol() {
        return method.side.protocol().protocol();
    }

    @Override
    public Metadata requestMetadata() {
        return metadata;
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public CallOptions options() {
        return options;
    }

    @Override
    @SuppressWarnings("unchecked") // the key's type says what it finds
    public <T> @Nullable T attribute(Key<T> key) {
        if (key == (Key<?>) KEY) {
            return (T) this;
        }
        T left = attributes.get(key);
        return left == null ? options.attribute(key) : left;
    }

    @Override
    public <T> void attribute(Key<T> key, T value) {
        attributes.put(key, value);
    }

    /** Where events wait for a caller that blocks; null if none does. */
    @Nullable Inbox inbox() {
        return inbox;
    }

    /** Who carries the call now. */
    void setAttempt(Attempt<?, ?> attempt) {
        this.attempt = attempt;
    }

    /** What the call has ended with; null before. */
    @Nullable ConnectException failure() {
        Attempt<?, ?> current = attempt;
        return current == null ? null : current.failure();
    }

    /** Whether the call has ended, though its receiver may not have been told yet. */
    boolean ended() {
        Attempt<?, ?> current = attempt;
        return current != null && current.ended();
    }

    /**
     * Waits for one event, and hands it to its receiver. The one thread that receives.
     *
     * @param sender told to cancel if the thread is interrupted
     */
    void pump(RequestSender<?> sender) {
        Inbox from = inbox;
        if (from == null) {
            throw new IllegalStateException("this call's events come on the event loop");
        }
        while (true) {
            Event event = from.poll();
            if (event != null) {
                if (event.source instanceof Attempt<?, ?> source) {
                    source.tell(event.value);
                }
                return;
            }
            if (Thread.interrupted()) {
                throw interrupted(sender);
            }
            from.await();
        }
    }

    /** Waits until there is room for another message, or the call has ended. */
    void awaitReady(RequestSender<?> sender) {
        while (!ended() && !sender.ready()) {
            if (Thread.interrupted()) {
                throw interrupted(sender);
            }
            Attempt<?, ?> current = attempt;
            if (current != null) {
                current.awaitRoom();
            }
        }
    }

    private static ConnectException interrupted(RequestSender<?> sender) {
        Thread.currentThread().interrupt();
        ConnectException why =
                new ConnectException(Code.CANCELED, "the thread was interrupted during the call");
        sender.cancel(why);
        return why;
    }

    @Override
    public void drained() {
        Attempt<?, ?> current = attempt;
        if (current != null) {
            current.goOn();
        }
    }
}
