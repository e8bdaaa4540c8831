package dev.maneki.connect.grpc;

import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.Receiver;
import dev.maneki.connect.Responder;
import io.grpc.Context;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a call that is served, told to grpc-java's listener: on the call's callbacks, in
 * its context. The listener hears last of either completion or cancellation, and the context is
 * cancelled after that.
 */
final class RequestEvents<I, O> implements Receiver<Object> {
    private final BridgedMethod<I, O> method;
    private final Responder<Object> responder;
    private final Context.CancellableContext context;
    private final Callbacks callbacks;
    private final Executor executor;
    private final Demand demand;
    private final BridgedServerCall<I, O> call;

    // The callbacks'.
    private ServerCall.@Nullable Listener<I> listener;
    private boolean over;

    RequestEvents(
            BridgedMethod<I, O> method,
            dev.maneki.connect.ServerCall served,
            Responder<Object> responder,
            Context.CancellableContext context,
            Callbacks callbacks,
            Executor executor) {
        this.method = method;
        this.responder = responder;
        this.context = context;
        this.callbacks = callbacks;
        this.executor = executor;
        this.demand = new Demand(callbacks);
        this.call = new BridgedServerCall<>(method, served, responder, demand, this);
    }

    /** Has the handler started, and told at once that it may send. */
    void begin(ServerCallHandler<I, O> handler, io.grpc.Metadata headers) {
        callbacks.execute(() -> inContext(() -> start(handler, headers)));
    }

    private void start(ServerCallHandler<I, O> handler, io.grpc.Metadata headers) {
        try {
            listener = handler.startCall(call, headers);
        } catch (Throwable thrown) { // whatever a handler throws, its caller is answered
            io.grpc.Metadata trailers = Status.trailersFromThrowable(thrown);
            call.fail(
                    Status.fromThrowable(thrown),
                    trailers == null ? new io.grpc.Metadata() : trailers);
            Callbacks.log("a handler could not start a call", thrown);
            return;
        }
        tell(ServerCall.Listener::onReady);
    }

    @Override
    public void onMessage(Object message) {
        if (method.requestsStream()) {
            callbacks.execute(() -> tellMessage(message));
        } else {
            callbacks.execute(() -> demand.message(() -> tellMessage(message)));
        }
    }

    private void tellMessage(Object message) {
        inContext(() -> tell(to -> to.onMessage(method.requests().inward(message))));
    }

    @Override
    public void onEnd() {
        callbacks.execute(
                () -> demand.after(() -> inContext(() -> tell(ServerCall.Listener::onHalfClose))));
    }

    @Override
    public void onReady() {
        callbacks.execute(() -> inContext(() -> tell(ServerCall.Listener::onReady)));
    }

    @Override
    public void onCancel(ConnectException why) {
        call.setCancelled();
        Throwable cause =
                Status.CANCELLED
                        .withDescription("RPC cancelled")
                        .withCause(why)
                        .asRuntimeException();
        // Not in turn: a callback that works for the context's sake must hear of it while it does.
        Runnable cancelContext = () -> context.cancel(cause);
        try {
            executor.execute(cancelContext);
        } catch (RejectedExecutionException e) {
            cancelContext.run();
        }
        finish(ServerCall.Listener::onCancel, cause);
    }

    /** The handler has closed the call. */
    void completed() {
        finish(ServerCall.Listener::onComplete, null);
    }

    /** The call has failed by a mistake of the handler's, which may not notice. */
    void aborted() {
        call.setCancelled();
        finish(
                ServerCall.Listener::onCancel,
                Status.CANCELLED.withDescription("RPC cancelled").asRuntimeException());
    }

    private void finish(Event<I> event, @Nullable Throwable cause) {
        callbacks.execute(
                () -> {
                    ServerCall.Listener<I> to = listener;
                    if (over) {
                        return;
                    }
                    over = true;
                    try {
                        if (to != null) {
                            inContext(() -> event.tell(to));
                        }
                    } finally {
                        context.cancel(cause);
                    }
                });
    }

    private void tell(Event<I> event) {
        ServerCall.Listener<I> to = listener;
        if (to == null || over || call.isCancelled()) {
            return;
        }
        try {
            event.tell(to);
        } catch (ConnectException unreadable) { // what the marshaller said of the message
            call.fail(Statuses.toStatus(unreadable), new io.grpc.Metadata());
        } catch (Throwable thrown) { // as above; its status may not be meant for strangers
            call.fail(
                    Status.UNKNOWN.withDescription("Application error processing RPC"),
                    new io.grpc.Metadata());
            Callbacks.log("a listener of a call failed", thrown);
        }
    }

    private void inContext(Runnable task) {
        Context previous = context.attach();
        try {
            task.run();
        } finally {
            context.detach(previous);
        }
    }

    /** Ends the call with an error. */
    void fail(Status status, io.grpc.Metadata trailers, Metadata responseTrailers) {
        Fields.addTo(responseTrailers, trailers);
        responder.fail(Statuses.toError(status, responseTrailers));
    }

    /** An event of a listener. */
    @FunctionalInterface
    private interface Event<I> {
        void tell(ServerCall.Listener<I> listener);
    }
}
