package dev.maneki.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.app.output.Tree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerIT {
    private static final class Pages implements AdminPages {
        volatile Optional<String> unready = Optional.empty();

        @Override
        public Optional<String> unready() {
            return unready;
        }

        @Override
        public String metrics() {
            return "maneki_up 1\n";
        }

        @Override
        public Tree status(StatusFilter filter) {
            return Tree.object().with("kind", filter.kind()).with("name", filter.name()).build();
        }

        @Override
        public Tree explain(ExplainQuery query) {
            if (query.url().isEmpty()) {
                throw new IllegalArgumentException("the URL is missing");
            }
            return Tree.object()
                    .with("url", query.url())
                    .with("headers", Tree.texts(query.headers()))
                    .build();
        }
    }

    private final Pages pages = new Pages();
    private AdminServer server;
    private AdminClient client;

    @BeforeEach
    void start() throws IOException {
        server =
                AdminServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        "admin.internal",
                        pages);
        client = new AdminClient("127.0.0.1:" + server.address().getPort());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void itIsReadyUntilThereIsAReasonNotToBe() throws IOException {
        assertThat(request("GET /readyz", "localhost")).startsWith("HTTP/1.1 200");

        pages.unready = Optional.of("draining");

        assertThat(request("GET /readyz", "localhost"))
                .startsWith("HTTP/1.1 503")
                .endsWith("draining\n");
        assertThat(request("GET /livez", "localhost")).startsWith("HTTP/1.1 200");
    }

    @Test
    void metricsArePrometheusText() throws IOException {
        assertThat(request("GET /metrics", "localhost"))
                .containsIgnoringCase("content-type: text/plain; version=0.0.4")
                .endsWith("maneki_up 1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:9901", "127.0.0.1", "[::1]:9901", "admin.internal"})
    void itAnswersToItsOwnNamesAndToAddresses(String host) throws IOException {
        assertThat(request("GET /livez", host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:9901", "127.0.0.1.evil.example", ""})
    void itDoesNotAnswerToANameThatWasMadeToPointHere(String host) throws IOException {
        assertThat(request("GET /status", host)).startsWith("HTTP/1.1 421");
    }

    @Test
    void itChangesNothingAndAllowsNoOtherOrigin() throws IOException {
        assertThat(request("POST /status", "localhost")).startsWith("HTTP/1.1 405");
        assertThat(request("OPTIONS /status", "localhost"))
                .startsWith("HTTP/1.1 405")
                .doesNotContainIgnoringCase("access-control");
    }

    @Test
    void onlyWholePathsAreThere() throws IOException {
        assertThat(request("GET /livez/x", "localhost")).startsWith("HTTP/1.1 404");
        assertThat(request("GET /nonsense", "localhost")).startsWith("HTTP/1.1 404");
    }

    @Test
    void theClientAsksForWhatItsUserWants() throws IOException {
        assertThat(client.status(new StatusFilter("Gateway", "", "front & door")).text("name"))
                .isEqualTo("front & door");
        Tree.Fields explanation =
                client.explain(
                        new ExplainQuery(
                                "GET", "http://a/?b=c&d=+", List.of("x: 1&2", "y: +"), ""));
        assertThat(explanation.text("url")).isEqualTo("http://a/?b=c&d=+");
        assertThat(explanation.get("headers")).hasValue(Tree.texts(List.of("x: 1&2", "y: +")));
    }

    @Test
    void aQuestionThatIsNoneIsSaidToBe() {
        assertThatThrownBy(() -> client.explain(new ExplainQuery("GET", "", List.of(), "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the URL is missing");
    }

    private String request(String line, String host) throws IOException {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            String head = line + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
