package dev.maneki.connect;

import static dev.maneki.connect.Greeter.text;

import com.google.protobuf.StringValue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.jspecify.annotations.Nullable;

/** The greeter, served in two forms: unary and bidi answer with what they got and a mark. */
final class Echo {
    private Echo() {}

    static Service blocking() {
        return Service.builder(Greeter.NAME)
                .unary(Greeter.UNARY, (request, call) -> answer(request, call))
                .unary(Greeter.PURE, (request, call) -> text(call.httpRequest().method()))
                .serverStream(
                        Greeter.SERVER_STREAM,
                        (request, responses, call) -> {
                            answer(request, call);
                            responses.sendMetadata();
                            int count = Integer.parseInt(request.getValue());
                            for (int i = 0; i < count; i++) {
                                responses.send(text("" + i));
                            }
                        })
                .clientStream(
                        Greeter.CLIENT_STREAM,
                        (requests, call) -> {
                            int count = 0;
                            for (StringValue request : requests) {
                                answer(request, call);
                                count++;
                            }
                            return text("" + count);
                        })
                .bidiStream(
                        Greeter.BIDI_STREAM,
                        (requests, responses, call) -> {
                            for (StringValue request : requests) {
                                responses.send(answer(request, call));
                            }
                        })
                .build();
    }

    static Service async() {
        return Service.builder(Greeter.NAME)
                .unaryAsync(
                        Greeter.UNARY,
                        (request, call) ->
                                CompletableFuture.supplyAsync(() -> answer(request, call)))
                .serverStreamAsync(
                        Greeter.SERVER_STREAM,
                        (request, call) -> {
                            answer(request, call);
                            int count = Integer.parseInt(request.getValue());
                            return subscriber ->
                                    subscriber.onSubscribe(new Counting(count, subscriber));
                        })
                .clientStreamAsync(Greeter.CLIENT_STREAM, Echo::count)
                .bidiStreamAsync(
                        Greeter.BIDI_STREAM,
                        (requests, call) -> {
                            Mapping mapping = new Mapping(call);
                            requests.subscribe(mapping);
                            return mapping;
                        })
                .build();
    }

    /** A response; or what "fail" and "throw" ask for. */
    private static StringValue answer(StringValue request, ServerCall call) {
        String asked = request.getValue();
        if (!call.responseTrailers().has("x-tail")) {
            call.responseTrailers().add("x-tail", "done");
            call.responseMetadata().add("x-head", call.requestMetadata().all("x-test").toString());
        }
        if (asked.equals("fail")) {
            throw new ConnectException(Code.FAILED_PRECONDITION, "not like this: äöü")
                    .withDetail(ErrorDetail.of(text("more")))
                    .withMetadata(Metadata.of("x-beside", "value"));
        }
        if (asked.equals("throw")) {
            throw new IllegalStateException("a secret");
        }
        return text(asked + "!");
    }

    private static CompletionStage<StringValue> count(
            Flow.Publisher<StringValue> requests, ServerCall call) {
        CompletableFuture<StringValue> result = new CompletableFuture<>();
        requests.subscribe(
                new Flow.Subscriber<>() {
                    private int count;

                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscription.request(Long.MAX_VALUE);
                    }

                    @Override
                    public void onNext(StringValue request) {
                        try {
                            answer(request, call);
                        } catch (RuntimeException e) {
                            result.completeExceptionally(e);
                        }
                        count++;
                    }

                    @Override
                    public void onError(Throwable thrown) {
                        result.completeExceptionally(thrown);
                    }

                    @Override
                    public void onComplete() {
                        result.complete(text("" + count));
                    }
                });
        return result;
    }

    /** Makes any call with one request, and gives its last response. */
    static @Nullable StringValue call(
            Client client, MethodSpec<StringValue, StringValue> method, StringValue request) {
        CallOptions options = CallOptions.DEFAULT;
        switch (method.kind()) {
            case UNARY -> {
                return client.unary(method, request, options);
            }
            case CLIENT_STREAM -> {
                try (var stream = client.clientStream(method, options)) {
                    stream.send(request);
                    return stream.closeAndReceive();
                }
            }
            case SERVER_STREAM -> {
                StringValue last = null;
                try (var stream = client.serverStream(method, request, options)) {
                    while (stream.hasNext()) {
                        last = stream.next();
                    }
                }
                return last;
            }
            case BIDI_STREAM -> {
                StringValue last = null;
                try (var stream = client.bidiStream(method, options)) {
                    stream.send(request);
                    stream.closeSend();
                    while (stream.hasNext()) {
                        last = stream.next();
                    }
                }
                return last;
            }
        }
        throw new AssertionError();
    }

    /** Counts, as fast as it is asked to. */
    private static final class Counting implements Flow.Subscription {
        private final int count;
        private final Flow.Subscriber<? super StringValue> subscriber;
        private int next;
        private long asked;
        private boolean sending;

        Counting(int count, Flow.Subscriber<? super StringValue> subscriber) {
            this.count = count;
            this.subscriber = subscriber;
        }

        @Override
        public synchronized void request(long more) {
            asked += more;
            if (sending) {
                return;
            }
            sending = true;
            while (asked > 0 && next < count) {
                asked--;
                subscriber.onNext(text("" + next++));
            }
            sending = false;
            if (next == count) {
                next++;
                subscriber.onComplete();
            }
        }

        @Override
        public synchronized void cancel() {
            next = count + 1;
        }
    }

    /** Answers each request, through a publisher of the JDK's. */
    private static final class Mapping extends SubmissionPublisher<StringValue>
            implements Flow.Processor<StringValue, StringValue> {
        private final ServerCall call;
        private Flow.@Nullable Subscription from;

        Mapping(ServerCall call) {
            super(Runnable::run, 256);
            this.call = call;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            from = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(StringValue request) {
            try {
                submit(answer(request, call));
            } catch (RuntimeException e) {
                closeExceptionally(e);
            }
            if (from != null) {
                from.request(1);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            closeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            close();
        }
    }
}
