package dev.maneki.connect.grpc;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.Receiver;
import dev.maneki.connect.Responder;
import dev.maneki.connect.ServerCall;
import dev.maneki.connect.ServerHandler;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCallHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** A method of a grpc-java service, as this library calls it. Thread-safe. */
final class BridgedHandler<I, O> implements ServerHandler<Object, Object> {
    private static final String TIMEOUT = "grpc-timeout";

    private final BridgedMethod<I, O> method;
    private final ServerCallHandler<I, O> handler;
    private final Executor executor;

    BridgedHandler(BridgedMethod<I, O> method, ServerCallHandler<I, O> handler, Executor executor) {
        this.method = method;
        this.handler = handler;
        this.executor = executor;
    }

    @Override
    public Receiver<Object> start(ServerCall call, Responder<Object> responder) {
        Metadata headers = Fields.toGrpc(call.requestMetadata());
        String timeout = call.httpRequest().fields().get(TIMEOUT);
        if (timeout != null && call.protocol() != Protocol.CONNECT) {
            headers.put(Fields.textKey(TIMEOUT), timeout); // grpc-java shows it to applications
        }
        Callbacks callbacks = new Callbacks(executor);
        RequestEvents<I, O> events =
                new RequestEvents<>(method, call, responder, context(call), callbacks, executor);
        events.begin(handler, headers);
        try {
            callbacks.open();
        } catch (RejectedExecutionException e) {
            throw new ConnectException(Code.UNAVAILABLE, "the server is shutting down", e);
        }
        return events;
    }

    private static Context.CancellableContext context(ServerCall call) {
        Context context = Context.ROOT.withValue(GrpcServices.CALL, call);
        return call.deadline().isNone()
                ? context.withCancellation()
                : context.withDeadline(
                        Deadline.after(call.deadline().remainingNanos(), TimeUnit.NANOSECONDS),
                        ContextTimer.SHARED);
    }
}
