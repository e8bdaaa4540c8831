import com.google.protobuf.Duration;
import dev.maneki.example.greet.v1.GreetAgainRequest;
import dev.maneki.example.greet.v1.GreetAgainResponse;
import dev.maneki.example.greet.v1.GreetEachRequest;
import dev.maneki.example.greet.v1.GreetEachResponse;
import dev.maneki.example.greet.v1.GreetGroupRequest;
import dev.maneki.example.greet.v1.GreetGroupResponse;
import dev.maneki.example.greet.v1.GreetRequest;
import dev.maneki.example.greet.v1.WrongField;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** grpc-java's stubs: a line for each case, {@code ok NAME} or {@code FAIL NAME: WHY}. */
public final class GrpcJavaClient {
    private static final Metadata.Key<String> LANGUAGE =
            Metadata.Key.of("greet-language", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> COUNT =
            Metadata.Key.of("greet-count", Metadata.ASCII_STRING_MARSHALLER);
    private static final GreetRequest ANN = GreetRequest.newBuilder().setName("Ann").build();
    private static final GreetAgainRequest SLOW =
            GreetAgainRequest.newBuilder()
                    .setName("Ann")
                    .setTimes(2)
                    .setPause(Duration.newBuilder().setSeconds(600))
                    .build();

    private static GreetStubs.Blocking blocking;
    private static GreetStubs.Async async;
    private static boolean failed;

    interface Check {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        ManagedChannel channel =
                ManagedChannelBuilder.forAddress("localhost", Integer.parseInt(arguments[0]))
                        .usePlaintext()
                        .build();
        blocking = new GreetStubs.Blocking(channel);
        async = new GreetStubs.Async(channel);
        if (arguments.length > 1) {
            blocking = blocking.withCompression(arguments[1]);
            async = async.withCompression(arguments[1]);
        }
        check("unary", GrpcJavaClient::unary);
        check("a long message", GrpcJavaClient::longMessage);
        check("error with a detail", GrpcJavaClient::errorWithDetail);
        check("server stream", GrpcJavaClient::serverStream);
        check("client stream", GrpcJavaClient::clientStream);
        check("bidirectional stream, in turn", GrpcJavaClient::bidi);
        check("deadline", GrpcJavaClient::deadline);
        check("cancellation", GrpcJavaClient::cancellation);
        check("a thousand messages to a slow reader", GrpcJavaClient::thousand);
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        System.exit(failed ? 1 : 0);
    }

    private static void check(String name, Check check) {
        try {
            check.run();
            System.out.println("ok " + name);
        } catch (Exception | AssertionError e) {
            failed = true;
            System.out.println("FAIL " + name + ": " + e);
        }
    }

    private static void equal(Object seen, Object expected) {
        if (!Objects.equals(seen, expected)) {
            throw new AssertionError("saw " + seen + ", expected " + expected);
        }
    }

    private static StatusRuntimeException failure(Check check) throws Exception {
        try {
            check.run();
        } catch (StatusRuntimeException e) {
            return e;
        }
        throw new AssertionError("it did not fail");
    }

    private static void unary() {
        Metadata dutch = new Metadata();
        dutch.put(LANGUAGE, "nl");
        AtomicReference<Metadata> headers = new AtomicReference<>();
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        equal(
                blocking.withInterceptors(
                                MetadataUtils.newAttachHeadersInterceptor(dutch),
                                MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
                        .greet(ANN)
                        .getGreeting(),
                "Hallo, Ann!");
        equal(headers.get().get(LANGUAGE), "nl");
        equal(trailers.get().get(COUNT), "1");
    }

    private static void longMessage() {
        String name = "é".repeat(500_000);
        equal(
                blocking.greet(GreetRequest.newBuilder().setName(name).build()).getGreeting(),
                "Hello, " + name + "!");
    }

    private static void errorWithDetail() throws Exception {
        StatusRuntimeException error =
                failure(() -> blocking.greet(GreetRequest.getDefaultInstance()));
        equal(error.getStatus().getCode(), Status.Code.INVALID_ARGUMENT);
        equal(error.getStatus().getDescription(), "name: it is empty");
        equal(
                StatusProto.fromThrowable(error).getDetails(0).unpack(WrongField.class).getField(),
                "name");
    }

    private static void serverStream() {
        List<String> greetings = new ArrayList<>();
        blocking.greetAgain(GreetAgainRequest.newBuilder().setName("Ann").setTimes(3).build())
                .forEachRemaining(response -> greetings.add(response.getGreeting()));
        equal(greetings, List.of("Hello, Ann!", "Hello, Ann!", "Hello, Ann!"));
    }

    private static void clientStream() throws Exception {
        Answers<GreetGroupResponse> answers = new Answers<>();
        StreamObserver<GreetGroupRequest> requests = async.greetGroup(answers);
        for (String name : List.of("Ann", "Bob")) {
            requests.onNext(GreetGroupRequest.newBuilder().setName(name).build());
        }
        requests.onCompleted();
        equal(((GreetGroupResponse) answers.next()).getPeople(), 2);
        equal(answers.next(), "end");
    }

    private static void bidi() throws Exception {
        Answers<GreetEachResponse> answers = new Answers<>();
        StreamObserver<GreetEachRequest> requests = async.greetEach(answers);
        for (String name : List.of("Ann", "Bob", "Cid")) {
            requests.onNext(GreetEachRequest.newBuilder().setName(name).build());
            equal(((GreetEachResponse) answers.next()).getGreeting(), "Hello, " + name + "!");
        }
        requests.onCompleted();
        equal(answers.next(), "end");
    }

    private static void deadline() throws Exception {
        StatusRuntimeException error =
                failure(
                        () ->
                                blocking.withDeadlineAfter(500, TimeUnit.MILLISECONDS)
                                        .greetAgain(SLOW)
                                        .forEachRemaining(response -> {}));
        equal(error.getStatus().getCode(), Status.Code.DEADLINE_EXCEEDED);
    }

    private static void cancellation() throws Exception {
        Context.CancellableContext context = Context.current().withCancellation();
        StatusRuntimeException error =
                failure(
                        () ->
                                context.call(
                                        () -> {
                                            Iterator<GreetAgainResponse> responses =
                                                    blocking.greetAgain(SLOW);
                                            equal(responses.next().getGreeting(), "Hello, Ann!");
                                            context.cancel(null);
                                            return responses.next();
                                        }));
        equal(error.getStatus().getCode(), Status.Code.CANCELLED);
        // The connection goes on.
        equal(blocking.greet(ANN).getGreeting(), "Hello, Ann!");
    }

    private static void thousand() throws Exception {
        Iterator<GreetAgainResponse> responses =
                blocking.greetAgain(
                        GreetAgainRequest.newBuilder()
                                .setName("x".repeat(10_000))
                                .setTimes(1000)
                                .build());
        responses.next();
        Thread.sleep(500); // 10 MB cannot be under way all at once
        int more = 0;
        while (responses.hasNext()) {
            responses.next();
            more++;
        }
        equal(more, 999);
    }

    private static final class Answers<T> implements StreamObserver<T> {
        private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

        Object next() throws InterruptedException {
            Object event = events.poll(20, TimeUnit.SECONDS);
            return event == null ? "nothing" : event;
        }

        @Override
        public void onNext(T value) {
            events.add(value);
        }

        @Override
        public void onError(Throwable thrown) {
            events.add(thrown);
        }

        @Override
        public void onCompleted() {
            events.add("end");
        }
    }
}
