package dev.maneki.example.greet.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.maneki.connect.Client;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Router;
import dev.maneki.connect.inprocess.InProcessTransport;
import dev.maneki.example.greet.Greetings;
import dev.maneki.example.greet.v1.GreetRequest;
import dev.maneki.example.greet.v1.GreetService;
import dev.maneki.example.greet.v1.GreetServiceClient;
import java.net.URI;
import org.junit.jupiter.api.Test;

class InterceptorsTest {
    private static final URI BASE = URI.create("http://in-process");
    private static final GreetRequest ANN = GreetRequest.newBuilder().setName("Ann").build();

    private final CountFailures failures = new CountFailures();
    private final Router router =
            Router.builder()
                    .interceptor(failures)
                    .interceptor(new RequireToken())
                    .service(GreetService.service(new Greetings()))
                    .build();
    private final InProcessTransport transport = new InProcessTransport(router);

    @Test
    void whoShowsNoTokenIsNotLetIn() {
        GreetServiceClient greetings =
                new GreetServiceClient(Client.builder(transport, BASE).build());

        ConnectException error =
                catchThrowableOfType(ConnectException.class, () -> greetings.greet(ANN));

        assertThat(error.code()).isEqualTo(Code.UNAUTHENTICATED);
    }

    @Test
    void whoShowsItIs() {
        Client client = Client.builder(transport, BASE).interceptor(new SendToken()).build();
        GreetServiceClient greetings = new GreetServiceClient(client);

        assertThat(greetings.greet(ANN).getGreeting()).isEqualTo("Hello, Ann!");
        assertThat(failures.failures).isEmpty();
    }

    @Test
    void whatAHandlerFailsIsCounted() {
        Client client = Client.builder(transport, BASE).interceptor(new SendToken()).build();
        GreetServiceClient greetings = new GreetServiceClient(client);

        assertThatThrownBy(() -> greetings.greet(GreetRequest.getDefaultInstance()))
                .isInstanceOf(ConnectException.class);

        assertThat(failures.failures)
                .hasEntrySatisfying(
                        Code.INVALID_ARGUMENT, count -> assertThat(count.sum()).isEqualTo(1));
    }
}
