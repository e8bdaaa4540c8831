package dev.maneki.connect.grpc;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.ResponseReceiver;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What comes back of a call, told to grpc-java's listener: on the call's callbacks, in the context
 * in which it was made. The listener hears last, and once, that the call is closed.
 */
final class ResponseEvents<O> implements ResponseReceiver<Object> {
    private final BridgedMethod<?, O> method;
    private final ClientCall.Listener<O> listener;
    private final Context context;
    private final Callbacks callbacks;
    private final Demand demand;
    private final @Nullable Deadline deadline;
    private final long timeoutNanos;
    private final Consumer<Status> cancel;
    private final Runnable onClosed;

    private volatile boolean ended;
    private volatile @Nullable Tracers tracers;

    // The callbacks'.
    private boolean closed;
    private @Nullable Status failure;

    /**
     * @param deadline the call's, or null if it has none
     * @param cancel ends the call, as its listener has failed
     * @param onClosed what is to be done once all is over
     */
    ResponseEvents(
            BridgedMethod<?, O> method,
            ClientCall.Listener<O> listener,
            Context context,
            Callbacks callbacks,
            @Nullable Deadline deadline,
            Consumer<Status> cancel,
            Runnable onClosed) {
        this.method = method;
        this.listener = listener;
        this.context = context;
        this.callbacks = callbacks;
        this.demand = new Demand(callbacks);
        this.deadline = deadline;
        this.timeoutNanos = deadline == null ? 0 : deadline.timeRemaining(TimeUnit.NANOSECONDS);
        this.cancel = cancel;
        this.onClosed = onClosed;
    }

    /** Says who else is told, before the call goes out. */
    void watchedBy(Tracers tracers) {
        this.tracers = tracers.none() ? null : tracers;
    }

    /** The application asks for the one response. */
    void ask(int count) {
        demand.ask(count);
    }

    /** Whether the call is over, though the listener may not have heard of it. */
    boolean ended() {
        return ended;
    }

    @Override
    public void onMetadata(Metadata metadata) {
        callbacks.execute(
                () -> tell("Failed to read headers", () -> tellHeaders(Fields.toGrpc(metadata))));
    }

    @Override
    public void onMessage(Object message) {
        Runnable delivery = () -> tell("Failed to read message.", () -> tellMessage(message));
        if (method.responsesStream()) {
            callbacks.execute(delivery);
        } else {
            callbacks.execute(() -> demand.message(delivery));
        }
    }

    @Override
    public void onReady() {
        callbacks.execute(() -> tell("Failed to call onReady.", listener::onReady));
    }

    @Override
    public void onEnd(@Nullable ConnectException error, Metadata trailers) {
        ended = true;
        if (error == null) {
            callbacks.execute(
                    () -> demand.after(() -> close(Status.OK, Statuses.trailers(null, trailers))));
        } else {
            Status status = status(error);
            callbacks.execute(() -> close(status, readable(error, trailers)));
        }
    }

    /** Trailers of a failed call, as far as they can be read: its error must not be lost. */
    private static io.grpc.Metadata readable(ConnectException error, Metadata trailers) {
        try {
            return Statuses.trailers(error, trailers);
        } catch (ConnectException notBase64) {
            return new io.grpc.Metadata();
        }
    }

    /** Ends a call that has not begun. */
    void refuse(Status status) {
        ended = true;
        callbacks.execute(() -> close(status, new io.grpc.Metadata()));
    }

    private void tellHeaders(io.grpc.Metadata headers) {
        Tracers watching = tracers;
        if (watching != null) {
            watching.headersReceived(headers);
        }
        listener.onHeaders(headers);
    }

    private void tellMessage(Object message) {
        Tracers watching = tracers;
        if (watching != null) {
            watching.messageReceived(method.responses().type().size(message));
        }
        listener.onMessage(method.responses().inward(message));
    }

    private void tell(String otherwise, Runnable event) {
        if (closed || failure != null) {
            return;
        }
        try {
            inContext(event);
        } catch (Throwable thrown) { // the application is told of its own failure by onClose
            Status status = Status.CANCELLED.withCause(thrown).withDescription(otherwise);
            failure = status;
            cancel.accept(status);
        }
    }

    private void close(Status status, io.grpc.Metadata trailers) {
        if (closed) {
            return;
        }
        closed = true;
        Status failed = failure;
        Status last = failed == null ? status : failed;
        io.grpc.Metadata beside = failed == null ? trailers : new io.grpc.Metadata();
        Tracers watching = tracers;
        try {
            if (watching != null) {
                watching.closed(last, beside);
            }
            inContext(() -> listener.onClose(last, beside));
        } finally {
            onClosed.run();
        }
    }

    /** In the words that grpc-java has for calls whose time is up, as people search for them. */
    private Status status(ConnectException error) {
        Status status = Statuses.toStatus(error);
        Deadline until = deadline;
        boolean late =
                error.code() == Code.DEADLINE_EXCEEDED
                        || error.code() == Code.CANCELED && error.fromPeer();
        if (until == null || !late || !until.isExpired()) {
            return status;
        }
        return Status.DEADLINE_EXCEEDED.withDescription(
                error.fromPeer()
                        ? "ClientCall was cancelled at or after deadline. " + error.text()
                        : "CallOptions deadline exceeded after "
                                + timeoutNanos / 1e9
                                + "s. ["
                                + error.text()
                                + "]");
    }

    private void inContext(Runnable task) {
        Context previous = context.attach();
        try {
            task.run();
        } finally {
            context.detach(previous);
        }
    }
}
