package dev.maneki.example.greet.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.maneki.connect.CallOptions;
import dev.maneki.connect.Client;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.ErrorDetail;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.ResponseInfo;
import dev.maneki.connect.Router;
import dev.maneki.connect.ServerCall;
import dev.maneki.connect.ServerStream;
import dev.maneki.connect.codec.JsonCodec;
import dev.maneki.connect.inprocess.InProcessTransport;
import dev.maneki.example.greet.Greetings;
import dev.maneki.example.greet.v1.GreetAgainRequest;
import dev.maneki.example.greet.v1.GreetAgainResponse;
import dev.maneki.example.greet.v1.GreetRequest;
import dev.maneki.example.greet.v1.GreetResponse;
import dev.maneki.example.greet.v1.GreetService;
import dev.maneki.example.greet.v1.GreetServiceClient;
import dev.maneki.example.greet.v1.WrongField;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Errors, metadata, deadlines and cancellation. */
class CallsTest {
    private final Router router =
            Router.builder().service(GreetService.service(new Greetings())).build();
    private final Client client =
            Client.builder(new InProcessTransport(router), URI.create("http://in-process")).build();
    private final GreetServiceClient greetings = new GreetServiceClient(client);

    @Test
    void anErrorHasACodeATextAndDetails() {
        try {
            greetings.greet(GreetRequest.getDefaultInstance());
        } catch (ConnectException e) {
            assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(e.text()).isEqualTo("name: it is empty");
            assertThat(e.fromPeer()).isTrue();
            for (ErrorDetail detail : e.details()) {
                if (detail.is(WrongField.getDefaultInstance())) {
                    WrongField wrong = detail.unpack(WrongField.getDefaultInstance());
                    assertThat(wrong.getField()).isEqualTo("name");
                }
            }
            return;
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void metadataGoesBothWays() {
        GreetRequest request = GreetRequest.newBuilder().setName("Ann").build();
        AtomicReference<ResponseInfo> response = new AtomicReference<>();
        CallOptions options =
                CallOptions.DEFAULT.header("greet-language", "nl").onResponse(response::set);

        GreetResponse greeting = greetings.greet(request, options);

        assertThat(greeting.getGreeting()).isEqualTo("Hallo, Ann!");
        assertThat(response.get().metadata().get("greet-language")).isEqualTo("nl");
        assertThat(response.get().trailers().get("greet-count")).isEqualTo("1");
    }

    @Test
    void binaryMetadataIsBase64OnItsWay() {
        Metadata metadata = new Metadata().addBinary("trace-bin", ByteString.copyFrom(new byte[3]));

        CallOptions options = CallOptions.DEFAULT.metadata(metadata);

        assertThat(options.metadata().get("trace-bin")).isEqualTo("AAAA");
        assertThat(options.metadata().binary("trace-bin").getFirst().size()).isEqualTo(3);
    }

    @Test
    void aStreamGivesUpWhenItsTimeIsOver() {
        GreetAgainRequest slow =
                GreetAgainRequest.newBuilder()
                        .setName("Ann")
                        .setTimes(2)
                        .setPause(com.google.protobuf.Duration.newBuilder().setSeconds(600))
                        .build();
        CallOptions brief = CallOptions.DEFAULT.timeout(Duration.ofMillis(300));

        try (ServerStream<GreetAgainResponse> responses = greetings.greetAgain(slow, brief)) {
            ConnectException error =
                    catchThrowableOfType(
                            ConnectException.class, () -> responses.forEachRemaining(r -> {}));
            assertThat(error.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        }
    }

    /** Tells when its caller is gone. */
    private static final class Patient implements GreetService {
        final CountDownLatch interrupted = new CountDownLatch(1);
        final CountDownLatch canceled = new CountDownLatch(1);

        @Override
        public GreetResponse greet(GreetRequest request, ServerCall call)
                throws InterruptedException {
            call.onCancel(canceled::countDown);
            try {
                Thread.sleep(Duration.ofMinutes(10));
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return GreetResponse.getDefaultInstance();
        }
    }

    @Test
    void whoeverWaitsForACallerThatIsGoneIsInterrupted() throws InterruptedException {
        Patient patient = new Patient();
        Router router = Router.builder().service(GreetService.service(patient)).build();
        GreetServiceClient greetings =
                new GreetServiceClient(
                        Client.builder(
                                        new InProcessTransport(router),
                                        URI.create("http://in-process"))
                                .timeout(Duration.ofMillis(300))
                                .build());

        ConnectException error =
                catchThrowableOfType(
                        ConnectException.class,
                        () -> greetings.greet(GreetRequest.getDefaultInstance()));

        assertThat(error.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(patient.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(patient.canceled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void messagesMayBeJson() {
        Client inJson =
                Client.builder(new InProcessTransport(router), URI.create("http://in-process"))
                        .codec(JsonCodec.INSTANCE)
                        .useGet(true)
                        .build();

        GreetRequest request = GreetRequest.newBuilder().setName("Ann").build();
        assertThat(new GreetServiceClient(inJson).greet(request).getGreeting())
                .isEqualTo("Hello, Ann!");
    }
}
