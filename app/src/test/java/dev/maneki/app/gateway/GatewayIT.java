package dev.maneki.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.app.admin.AdminClient;
import dev.maneki.app.admin.ExplainQuery;
import dev.maneki.app.admin.StatusFilter;
import dev.maneki.app.output.Console;
import dev.maneki.app.output.Tree;
import dev.maneki.app.quickstart.Backends;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway on loopback: a folder in, traffic served, changed while it runs. */
class GatewayIT {
    private static final String GATEWAY =
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata:
              name: %s
            spec:
              gatewayClassName: maneki
              addresses:
                - value: 127.0.0.1
              listeners:
                - name: http
                  protocol: HTTP
                  port: %d
            """;

    private static final String ROUTE =
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata:
              name: %1$s
            spec:
              parentRefs:
                - name: front
              rules:
                - matches:
                    - path:
                        value: /%1$s
                  backendRefs:
                    - name: %2$s
                      port: 80
            """;

    private static final String SERVICE =
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: %1$s
            spec:
              ports:
                - port: 80
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: %1$s-1
              labels:
                kubernetes.io/service-name: %1$s
            addressType: IPv4
            ports:
              - port: %2$d
            endpoints:
              - addresses: [127.0.0.1]
            """;

    @TempDir Path folder;

    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private final Console console =
            new Console(
                    new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                    new PrintStream(messages, true, StandardCharsets.UTF_8),
                    false,
                    false);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Backends backends = new Backends();
    private int port;

    @SuppressWarnings("NullAway.Init") // Made by the tests that need it.
    private Gateway gateway;

    @SuppressWarnings("NullAway.Init")
    private AdminClient admin;

    @BeforeEach
    void write() throws IOException {
        port = freePort();
        write("gateway.yaml", GATEWAY.formatted("front", port));
        write("services.yaml", SERVICE.formatted("one", backends.http("one", 0)));
        write("services-two.yaml", SERVICE.formatted("two", backends.http("two", 0)));
        write("a.yaml", ROUTE.formatted("a", "one"));
    }

    @AfterEach
    void end() {
        if (gateway != null) {
            gateway.close();
        }
        backends.close();
        client.close();
    }

    @Test
    void itServesWhatTheFolderSays() throws Exception {
        start();

        assertThat(get("/a").body()).contains("\"backend\" : \"one\"");
        assertThat(get("/b").statusCode()).isEqualTo(404);
        assertThat(adminStatus("/readyz")).isEqualTo(200);
    }

    @Test
    void aChangedFileIsServed() throws Exception {
        start();

        write("a.yaml", ROUTE.formatted("a", "two"));

        eventually("/a", "two");
        assertThat(messages.toString(StandardCharsets.UTF_8))
                .contains("change 1: HTTPRoute/default/a changed; in force after");
    }

    @Test
    void aFileRenamedOverAnotherIsServed() throws Exception {
        start();
        Path next = folder.resolve(".a.yaml.tmp");
        Files.writeString(next, ROUTE.formatted("a", "two"));

        Files.move(next, folder.resolve("a.yaml"), StandardCopyOption.ATOMIC_MOVE);

        eventually("/a", "two");
    }

    @Test
    void aNewFolderIsServedAndARemovedFileIsNot() throws Exception {
        start();
        Files.createDirectories(folder.resolve("team/deep"));

        write("team/deep/b.yaml", ROUTE.formatted("b", "two"));
        eventually("/b", "two");
        Files.delete(folder.resolve("team/deep/b.yaml"));

        eventually("/b", "");
        assertThat(get("/a").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsRefusedKeepsItsLastGoodVersionAndIsSaid() throws Exception {
        start();

        write("a.yaml", ROUTE.formatted("a", "two").replace("backendRefs", "backendRef"));
        write("b.yaml", ROUTE.formatted("b", "two"));

        // The other file of the same moment is taken: so the first has been looked at.
        eventually("/b", "two");
        assertThat(get("/a").body()).contains("one");
        Tree.Fields resource =
                admin.status(new StatusFilter("HTTPRoute", "default", "a"))
                        .objects("resources")
                        .getFirst();
        assertThat(resource.text("state")).isEqualTo("Outdated");
        assertThat(resource.objects("findings").getFirst().text("position")).contains("a.yaml:12:");
        assertThat(messages.toString(StandardCharsets.UTF_8)).contains("a.yaml:12:");
        assertThat(body("/metrics")).contains("maneki_configuration_refused_resources 1");
    }

    @Test
    void itStartsWithAResourceThatIsRefused() throws Exception {
        write("broken.yaml", "apiVersion: v1\nkind: [\n");
        write("b.yaml", ROUTE.formatted("b", "two").replace("value: /b", "value: b"));

        start();

        assertThat(get("/a").statusCode()).isEqualTo(200);
        assertThat(get("/b").statusCode()).isEqualTo(404);
        assertThat(messages.toString(StandardCharsets.UTF_8))
                .contains("broken.yaml:", "b.yaml:11:", "spec.rules[0].matches[0].path.value");
    }

    @Test
    void itStartsWithNothingAndServesWhatComes() throws Exception {
        Files.delete(folder.resolve("gateway.yaml"));
        start();
        assertThat(messages.toString(StandardCharsets.UTF_8)).contains("nothing to listen on");

        write("gateway.yaml", GATEWAY.formatted("front", port));

        eventually("/a", "one");
    }

    @Test
    void aPortThatIsTakenCostsNoOtherAndIsTakenOverWhenItIsFree() throws Exception {
        Gateway started;
        int second;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            second = taken.getLocalPort();
            write("second.yaml", GATEWAY.formatted("second", second));
            started = start();

            assertThat(get("/a").statusCode()).isEqualTo(200);
            assertThat(adminStatus("/readyz")).isEqualTo(503);
            Tree.Fields status = admin.status(new StatusFilter("Gateway", "default", "second"));
            assertThat(status.objects("resources").getFirst().text("message"))
                    .contains(Integer.toString(second));
        }

        for (int i = 0; i < 500 && adminStatus("/readyz") != 200; i++) {
            Thread.sleep(20);
        }
        assertThat(adminStatus("/readyz")).isEqualTo(200);
        assertThat(started.adminAddress().getPort()).isPositive();
    }

    @Test
    void whatIsNotServedIsListedAndSaysWhy() throws Exception {
        write("alone.yaml", ROUTE.formatted("alone", "one").replace("- name: front", "[]"));
        write(
                "others.yaml",
                GATEWAY.formatted("other", 80).replace("Name: maneki", "Name: theirs")
                        + """
                        ---
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: GatewayClass
                        metadata:
                          name: theirs
                        spec:
                          controllerName: example.com/other
                        ---
                        apiVersion: example.com/v1
                        kind: Widget
                        metadata:
                          name: w
                        """);
        start();

        assertThat(state("HTTPRoute", "alone")).startsWith("NoParent: ").contains("nothing");
        assertThat(state("Gateway", "other")).startsWith("Ignored: ").contains("theirs");
        assertThat(state("Widget", "w")).startsWith("Ignored: ").contains("does not read");
    }

    private String state(String kind, String name) throws IOException {
        return admin.status(StatusFilter.ALL).objects("resources").stream()
                .filter(each -> each.text("kind").equals(kind) && each.text("name").equals(name))
                .map(each -> each.text("state") + ": " + each.text("message"))
                .findFirst()
                .orElse("not listed");
    }

    @Test
    void withoutOneSocketItDoesNotStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(Gateway.StartFailure.class)
                    .hasMessageContaining("no socket could be opened");
            // Once is enough.
            assertThat(messages.toString(StandardCharsets.UTF_8).lines())
                    .filteredOn(line -> line.contains(Integer.toString(taken.getLocalPort())))
                    .hasSize(1);
        }
    }

    @Test
    void anAdminAddressThatIsTakenIsSaidWithTheOption() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(taken.getLocalPort()))
                    .isInstanceOf(Gateway.StartFailure.class)
                    .hasMessageContaining("--admin HOST:PORT");
        }
    }

    @Test
    void explainAnswersForWhatIsInForce() throws Exception {
        start();
        ExplainQuery query = new ExplainQuery("GET", url("/a"), List.of(), "");
        assertThat(backendOf(admin.explain(query))).isEqualTo("one");

        write("a.yaml", ROUTE.formatted("a", "two"));
        eventually("/a", "two");

        assertThat(backendOf(admin.explain(query))).isEqualTo("two");
    }

    @Test
    void whileItDrainsItIsNotReady() throws Exception {
        start();
        get("/a");

        client.close();
        boolean ended = gateway.drain(Duration.ofSeconds(10));

        assertThat(ended).isTrue();
    }

    private static String backendOf(Tree.Fields explanation) {
        return explanation.objects("backends").getFirst().text("name");
    }

    private Gateway start() throws Gateway.StartFailure {
        return start(0);
    }

    private Gateway start(int adminPort) throws Gateway.StartFailure {
        GatewayOptions options =
                new GatewayOptions(
                        folder,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), adminPort),
                        "localhost",
                        "off",
                        GatewayOptions.AccessFormat.JSON,
                        Duration.ofSeconds(10),
                        Map.of(),
                        List.of(),
                        1);
        gateway = Gateway.start(options, console);
        admin = new AdminClient("127.0.0.1:" + gateway.adminAddress().getPort());
        return gateway;
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(url(path));
    }

    private HttpResponse<String> send(String url) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private int adminStatus(String page) throws Exception {
        return send("http://" + admin.address() + page).statusCode();
    }

    private String body(String page) throws Exception {
        return send("http://" + admin.address() + page).body();
    }

    /** Asks until the path is served by this backend; by none where the name is empty. */
    private void eventually(String path, String backend) throws Exception {
        for (int i = 0; i < 1_000 && !isBy(path, backend); i++) {
            Thread.sleep(10);
        }
        assertThat(isBy(path, backend)).as(path + " is served by " + backend).isTrue();
    }

    private boolean isBy(String path, String backend) throws Exception {
        try {
            return isBy(get(path), backend);
        } catch (ConnectException notListening) {
            return false;
        }
    }

    private static boolean isBy(HttpResponse<String> response, String backend) {
        return backend.isEmpty()
                ? response.statusCode() == 404
                : response.body().contains("\"backend\" : \"" + backend + "\"");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
