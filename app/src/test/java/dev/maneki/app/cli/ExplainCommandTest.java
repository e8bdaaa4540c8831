package dev.maneki.app.cli;

import static dev.maneki.app.cli.Captured.maneki;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.app.output.Json;
import dev.maneki.app.output.Tree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Explains requests to the quickstart, whose configuration it reads. */
class ExplainCommandTest {
    @Test
    void aRequestThatIsForwardedNamesEverythingOnItsWay() {
        Tree.Fields answer = explain("GET", "http://localhost:8080/cart");

        assertThat(answer.text("gateway")).isEqualTo("infra/front-door");
        assertThat(answer.text("listener")).isEqualTo("http");
        assertThat(answer.object("route"))
                .isEqualTo(
                        Tree.object()
                                .with("kind", "HTTPRoute")
                                .with("namespace", "shop")
                                .with("name", "shop")
                                .build());
        assertThat(answer.get("rule")).hasValue(new Tree.Number(2));
        assertThat(answer.text("ruleName")).isEqualTo("everybody");
        assertThat(answer.text("action")).isEqualTo("forward");
        assertThat(answer.objects("filters").getFirst().text("type"))
                .isEqualTo("ResponseHeaderModifier");
        Tree.Fields backend = answer.objects("backends").getFirst();
        assertThat(backend.text("namespace")).isEqualTo("shop");
        assertThat(backend.text("name")).isEqualTo("shop-v1");
        assertThat(backend.get("port")).hasValue(new Tree.Number(80));
        assertThat(backend.get("weight")).hasValue(new Tree.Number(90));
        assertThat(answer.objects("rejected")).hasSize(5);
        assertThat(answer.objects("rejected"))
                .allSatisfy(
                        each -> {
                            assertThat(each.text("reason")).isNotEmpty();
                            assertThat(each.text("message")).isNotEmpty();
                            assertThat(each.object("route").text("name")).isNotEmpty();
                        });
    }

    @Test
    void aHeaderChangesWhatIsChosen() {
        Tree.Fields answer = explain("GET", "http://localhost:8080/", "-H", "X-Version: v2");

        assertThat(answer.text("ruleName")).isEqualTo("testers");
    }

    @Test
    void aHostFieldStandsInForTheUrls() {
        Tree.Fields answer =
                explain(
                        "POST",
                        "http://127.0.0.1:8080/maneki.example.Echo/Say",
                        "-H",
                        "Host: grpc.localhost");

        assertThat(answer.object("route").text("kind")).isEqualTo("GRPCRoute");
        assertThat(answer.text("listener")).isEqualTo("grpc");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080/old-shop/a, redirect, 301, ''",
        "http://grpc.localhost:8080/other, reject, 404, no_route",
        "http://localhost:9999/, reject, '', no_port",
        "http://localhost:8080/a%2Fb, reject, 400, ''",
        "https://localhost:8443/checkout, forward, '', ''",
    })
    void everyOutcomeHasItsActionAndStatus(
            String url, String action, String status, String reason) {
        Tree.Fields answer = explain("GET", url);

        assertThat(answer.text("action")).isEqualTo(action);
        assertThat(answer.text("status")).isEqualTo(status);
        if (!reason.isEmpty()) {
            assertThat(answer.text("reason")).isEqualTo(reason);
        }
    }

    @Test
    void aUrlWithoutAPortIsAnsweredForThePortThatSpeaksItsScheme() {
        Tree.Fields answer = explain("GET", "https://localhost/checkout");

        assertThat(answer.get("port")).hasValue(new Tree.Number(8443));
        assertThat(answer.items("notes")).hasSize(1);
    }

    @Test
    void theTextForPeopleSaysTheSame() {
        Captured answer =
                maneki(
                        "explain",
                        "GET",
                        "http://localhost:8080/checkout/pay",
                        "--config",
                        "../examples/quickstart");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out())
                .contains("HTTPRoute shop/checkout, rule 0")
                .contains("100% payments/payments:80 at 127.0.0.1:18083")
                .contains("NOT CHOSEN")
                .contains("its path is more specific");
        assertThat(answer.err()).isEmpty();
    }

    @Test
    void anAuthorizationServerIsAmongTheFilters() {
        Captured answer =
                maneki(
                        "explain",
                        "GET",
                        "http://localhost:8080/api/orders",
                        "-o",
                        "json",
                        "--config",
                        "../examples/external-auth");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out())
                .contains("\"type\" : \"ExternalAuth\"", "\"protocol\" : \"GRPC\"")
                .contains("\"backend\" : \"default/auth:9003\"", "\"maxSize\" : 8192")
                .contains("\"action\" : \"forward\"");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, localhost, is not a URL",
        "GET, ftp://localhost/, is not a URL",
        "G T, http://localhost/, is not a method",
    })
    void whatIsNoRequestIsAUsageError(String method, String url, String message) {
        Captured answer = maneki("explain", method, url, "--config", "../examples/quickstart");

        assertThat(answer.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(answer.err()).contains(message);
    }

    @Test
    void aClientsAddressIsShownAndMustBeOne() {
        assertThat(
                        explain("GET", "http://localhost:8080/", "--client-ip", "203.0.113.7")
                                .object("request")
                                .text("clientIp"))
                .isEqualTo("203.0.113.7");
        assertThat(
                        maneki(
                                        "explain",
                                        "GET",
                                        "http://localhost:8080/",
                                        "--client-ip",
                                        "nobody",
                                        "--config",
                                        "../examples/quickstart")
                                .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aFolderThatIsNotThereIsNotFound() {
        assertThat(maneki("explain", "GET", "http://a/", "--config", "nowhere").exitCode())
                .isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void withoutAFolderARunningGatewayIsAsked() {
        Captured answer = maneki("explain", "GET", "http://a/", "--admin", "127.0.0.1:1");

        assertThat(answer.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(answer.err()).contains("no gateway answers at 127.0.0.1:1");
    }

    private static Tree.Fields explain(String method, String url, String... more) {
        List<String> arguments = new ArrayList<>(List.of("explain", method, url, "-o", "json"));
        arguments.addAll(List.of("--config", "../examples/quickstart"));
        arguments.addAll(List.of(more));
        Captured answer = maneki(arguments.toArray(String[]::new));
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        return (Tree.Fields) Json.parse(answer.out());
    }
}
