package dev.maneki.connect.server;

import dev.maneki.connect.BidiStreamHandler;
import dev.maneki.connect.ClientStreamHandler;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Receiver;
import dev.maneki.connect.Responder;
import dev.maneki.connect.Responses;
import dev.maneki.connect.ServerCall;
import dev.maneki.connect.ServerHandler;
import dev.maneki.connect.ServerStreamHandler;
import dev.maneki.connect.UnaryHandler;
import org.jspecify.annotations.Nullable;

/** Handlers that block, on the hinge. They are run by a {@link BlockingCall}. */
public final class BlockingHandlers {
    private BlockingHandlers() {}

    /** One request, one response. */
    public static <I, O> ServerHandler<I, O> unary(UnaryHandler<I, O> handler) {
        return (call, responder) ->
                new Single<>(call, responder) {
                    @Override
                    void handle(I request) throws Exception {
                        answer(call, responder, handler.handle(request, call));
                    }
                };
    }

    /** One request, a stream of responses. */
    public static <I, O> ServerHandler<I, O> serverStream(ServerStreamHandler<I, O> handler) {
        return (call, responder) ->
                new Single<>(call, responder) {
                    @Override
                    void handle(I request) throws Exception {
                        handler.handle(request, new Sending<>(pump(call), responder), call);
                        responder.end();
                    }
                };
    }

    /** A stream of requests, one response. */
    public static <I, O> ServerHandler<I, O> clientStream(ClientStreamHandler<I, O> handler) {
        return (call, responder) -> {
            Pump pump = pump(call);
            BlockingRequests<I> requests = new BlockingRequests<>(pump, responder);
            pump.body(
                    () ->
                            perform(
                                    responder,
                                    () -> answer(call, responder, handler.handle(requests, call))));
            return requests;
        };
    }

    /** Streams both ways. */
    public static <I, O> ServerHandler<I, O> bidiStream(BidiStreamHandler<I, O> handler) {
        return (call, responder) -> {
            Pump pump = pump(call);
            BlockingRequests<I> requests = new BlockingRequests<>(pump, responder);
            pump.body(
                    () ->
                            perform(
                                    responder,
                                    () -> {
                                        handler.handle(
                                                requests, new Sending<>(pump, responder), call);
                                        responder.end();
                                    }));
            return requests;
        };
    }

    private interface Work {
        void perform() throws Exception;
    }

    private static void perform(Responder<?> responder, Work work) {
        try {
            work.perform();
        } catch (Throwable thrown) { // a StackOverflowError too must not leave a caller waiting
            responder.fail(Failures.of(thrown));
        }
    }

    private static <O> void answer(ServerCall call, Responder<O> responder, @Nullable O response) {
        if (response == null) {
            throw new NullPointerException(
                    "the handler of " + call.method().path() + " returned null");
        }
        responder.send(response);
        responder.end();
    }

    private static Pump pump(ServerCall call) {
        Pump pump = call.attribute(Pump.KEY);
        if (pump == null) {
            throw new IllegalStateException(
                    "a handler that blocks was started outside of its router, or with a ServerCall"
                            + " that does not pass attributes on");
        }
        return pump;
    }

    /** Waits for the one request, then runs the handler. */
    private abstract static class Single<I, O> implements Receiver<I> {
        private final Responder<O> responder;
        private @Nullable I request;

        Single(ServerCall call, Responder<O> responder) {
            this.responder = responder;
        }

        abstract void handle(I request) throws Exception;

        @Override
        public void onMessage(I message) {
            request = message;
        }

        @Override
        public void onEnd() {
            I message = request;
            if (message == null) {
                throw new IllegalStateException("an interceptor has kept the request back");
            }
            request = null;
            try {
                handle(message);
            } catch (Throwable thrown) { // as above
                responder.fail(Failures.of(thrown));
            }
        }

        @Override
        public void onCancel(ConnectException why) {
            // The handler's thread was interrupted, or there is none.
        }
    }

    private record Sending<O>(Pump pump, Responder<O> responder) implements Responses<O> {
        @Override
        public void send(O message) {
            pump.awaitReady();
            responder.send(message);
        }

        @Override
        public void sendMetadata() {
            responder.sendMetadata();
        }
    }
}
