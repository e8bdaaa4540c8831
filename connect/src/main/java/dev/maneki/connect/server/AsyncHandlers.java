package dev.maneki.connect.server;

import dev.maneki.connect.AsyncBidiStreamHandler;
import dev.maneki.connect.AsyncClientStreamHandler;
import dev.maneki.connect.AsyncServerStreamHandler;
import dev.maneki.connect.AsyncUnaryHandler;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Receiver;
import dev.maneki.connect.Responder;
import dev.maneki.connect.ServerHandler;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Handlers in terms of stages and publishers, on the hinge. */
public final class AsyncHandlers {
    private AsyncHandlers() {}

    /** One request, one response. */
    public static <I, O> ServerHandler<I, O> unary(AsyncUnaryHandler<I, O> handler) {
        return (call, responder) ->
                new Single<I>() {
                    private @Nullable CompletionStage<O> stage;

                    @Override
                    void handle(I request) {
                        stage = start(responder, () -> handler.handle(request, call));
                    }

                    @Override
                    public void onCancel(ConnectException why) {
                        cancel(stage);
                    }
                };
    }

    /** One request, a stream of responses. */
    public static <I, O> ServerHandler<I, O> serverStream(AsyncServerStreamHandler<I, O> handler) {
        return (call, responder) ->
                new Single<I>() {
                    private final ResponseSubscriber<O> responses =
                            new ResponseSubscriber<>(responder);

                    @Override
                    void handle(I request) {
                        responses.subscribe(() -> handler.handle(request, call));
                    }

                    @Override
                    public void onReady() {
                        responses.onReady();
                    }

                    @Override
                    public void onCancel(ConnectException why) {
                        responses.cancel();
                    }
                };
    }

    /** A stream of requests, one response. */
    public static <I, O> ServerHandler<I, O> clientStream(AsyncClientStreamHandler<I, O> handler) {
        return (call, responder) -> {
            RequestPublisher<I> requests = new RequestPublisher<>(responder);
            CompletionStage<O> stage = start(responder, () -> handler.handle(requests, call));
            return new Streaming<I>(requests) {
                @Override
                public void onCancel(ConnectException why) {
                    super.onCancel(why);
                    cancel(stage);
                }
            };
        };
    }

    /** Streams both ways. */
    public static <I, O> ServerHandler<I, O> bidiStream(AsyncBidiStreamHandler<I, O> handler) {
        return (call, responder) -> {
            RequestPublisher<I> requests = new RequestPublisher<>(responder);
            ResponseSubscriber<O> responses = new ResponseSubscriber<>(responder);
            responses.subscribe(() -> handler.handle(requests, call));
            return new Streaming<I>(requests) {
                @Override
                public void onReady() {
                    responses.onReady();
                }

                @Override
                public void onCancel(ConnectException why) {
                    super.onCancel(why);
                    responses.cancel();
                }
            };
        };
    }

    /** What a user's code gives, or throws. */
    interface Source<T> {
        T get() throws Exception;
    }

    private static <O> @Nullable CompletionStage<O> start(
            Responder<O> responder, Source<CompletionStage<O>> source) {
        CompletionStage<O> stage;
        try {
            stage = source.get();
        } catch (Throwable thrown) { // whatever a handler throws, its caller is answered
            responder.fail(Failures.of(thrown));
            return null;
        }
        var unused =
                stage.whenComplete(
                        (response, thrown) -> {
                            if (thrown != null) {
                                responder.fail(Failures.of(unwrapped(thrown)));
                                return;
                            }
                            try {
                                responder.send(response);
                                responder.end();
                            } catch (Throwable e) { // a stage would swallow it
                                responder.fail(Failures.of(e));
                            }
                        });
        return stage;
    }

    static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? cause : thrown;
    }

    private static void cancel(@Nullable CompletionStage<?> stage) {
        if (stage instanceof Future<?> future) {
            future.cancel(true);
        }
    }

    /** Waits for the end of the request, so that a request with more messages is never handled. */
    private abstract static class Single<I> implements Receiver<I> {
        private @Nullable I request;

        abstract void handle(I request);

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
            handle(message);
        }
    }

    /** Hands requests on to their publisher. */
    private static class Streaming<I> implements Receiver<I> {
        private final RequestPublisher<I> requests;

        Streaming(RequestPublisher<I> requests) {
            this.requests = requests;
        }

        @Override
        public void onMessage(I message) {
            requests.next(message);
        }

        @Override
        public void onEnd() {
            requests.complete();
        }

        @Override
        public void onCancel(ConnectException why) {
            requests.fail(why);
        }
    }
}
