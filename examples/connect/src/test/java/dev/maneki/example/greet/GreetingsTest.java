package dev.maneki.example.greet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.maneki.connect.BidiStream;
import dev.maneki.connect.CallOptions;
import dev.maneki.connect.Client;
import dev.maneki.connect.ClientStream;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.ServerStream;
import dev.maneki.connect.inprocess.InProcessTransport;
import dev.maneki.connect.services.Health;
import dev.maneki.example.greet.v1.GreetAgainRequest;
import dev.maneki.example.greet.v1.GreetAgainResponse;
import dev.maneki.example.greet.v1.GreetEachRequest;
import dev.maneki.example.greet.v1.GreetEachResponse;
import dev.maneki.example.greet.v1.GreetGroupRequest;
import dev.maneki.example.greet.v1.GreetGroupResponse;
import dev.maneki.example.greet.v1.GreetRequest;
import dev.maneki.example.greet.v1.GreetServiceClient;
import dev.maneki.example.greet.v1.WrongField;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The service as its callers see it, in each protocol, without a network. */
class GreetingsTest {
    private final InProcessTransport transport =
            new InProcessTransport(GreetServer.router(new Health()));

    private GreetServiceClient greetings(Protocol protocol) {
        return new GreetServiceClient(
                Client.builder(transport, URI.create("http://in-process"))
                        .protocol(protocol)
                        .build());
    }

    @ParameterizedTest
    @EnumSource
    void somebodyIsGreeted(Protocol protocol) {
        GreetRequest ann = GreetRequest.newBuilder().setName("Ann").build();

        assertThat(greetings(protocol).greet(ann).getGreeting()).isEqualTo("Hello, Ann!");
    }

    @ParameterizedTest
    @EnumSource
    void theLanguageIsTheCallers(Protocol protocol) {
        CallOptions dutch =
                CallOptions.DEFAULT
                        .header("greet-language", "nl")
                        .onResponse(
                                info -> {
                                    assertThat(info.metadata().get("greet-language"))
                                            .isEqualTo("nl");
                                    assertThat(info.trailers().get("greet-count")).isEqualTo("1");
                                });
        GreetRequest ann = GreetRequest.newBuilder().setName("Ann").build();

        assertThat(greetings(protocol).greet(ann, dutch).getGreeting()).isEqualTo("Hallo, Ann!");
    }

    @ParameterizedTest
    @EnumSource
    void aNameThatIsEmptyIsAnErrorWithADetail(Protocol protocol) {
        ConnectException error =
                catchThrowableOfType(
                        ConnectException.class,
                        () -> greetings(protocol).greet(GreetRequest.getDefaultInstance()));

        assertThat(error.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(error.text()).isEqualTo("name: it is empty");
        assertThat(error.details().getFirst().unpack(WrongField.getDefaultInstance()))
                .isEqualTo(
                        WrongField.newBuilder().setField("name").setReason("it is empty").build());
    }

    @ParameterizedTest
    @EnumSource
    void somebodyIsGreetedAgainAndAgain(Protocol protocol) {
        GreetAgainRequest thrice =
                GreetAgainRequest.newBuilder().setName("Ann").setTimes(3).build();

        try (ServerStream<GreetAgainResponse> responses = greetings(protocol).greetAgain(thrice)) {
            assertThat((Iterable<GreetAgainResponse>) responses)
                    .extracting(GreetAgainResponse::getGreeting)
                    .containsExactly("Hello, Ann!", "Hello, Ann!", "Hello, Ann!");
            assertThat(responses.trailers().get("greet-count")).isEqualTo("3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoTakesTooLongIsStopped(Protocol protocol) {
        GreetAgainRequest slow =
                GreetAgainRequest.newBuilder()
                        .setName("Ann")
                        .setTimes(2)
                        .setPause(com.google.protobuf.Duration.newBuilder().setSeconds(600))
                        .build();
        CallOptions brief = CallOptions.DEFAULT.timeout(Duration.ofMillis(500));

        try (ServerStream<GreetAgainResponse> responses =
                greetings(protocol).greetAgain(slow, brief)) {
            ConnectException error =
                    catchThrowableOfType(
                            ConnectException.class, () -> responses.forEachRemaining(r -> {}));

            assertThat(error.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGroupIsGreetedOnceAllHaveCome(Protocol protocol) {
        try (ClientStream<GreetGroupRequest, GreetGroupResponse> group =
                greetings(protocol).greetGroup()) {
            group.send(GreetGroupRequest.newBuilder().setName("Ann").build());
            group.send(GreetGroupRequest.newBuilder().setName("Bob").build());

            assertThat(group.closeAndReceive().getGreeting()).isEqualTo("Hello, Ann, Bob!");
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachIsGreetedBeforeTheNextComes(Protocol protocol) {
        try (BidiStream<GreetEachRequest, GreetEachResponse> each =
                greetings(protocol).greetEach()) {
            each.send(GreetEachRequest.newBuilder().setName("Ann").build());
            assertThat(each.next().getGreeting()).isEqualTo("Hello, Ann!");
            each.send(GreetEachRequest.newBuilder().setName("Bob").build());
            assertThat(each.next().getGreeting()).isEqualTo("Hello, Bob!");
            each.closeSend();
            assertThat(each.hasNext()).isFalse();
        }
    }
}
