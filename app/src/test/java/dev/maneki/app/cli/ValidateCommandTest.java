package dev.maneki.app.cli;

import static dev.maneki.app.cli.Captured.maneki;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.app.output.Json;
import dev.maneki.app.output.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    private static final String GATEWAY =
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata:
              name: front
            spec:
              gatewayClassName: maneki
              listeners:
                - name: http
                  protocol: HTTP
                  port: %s
            """;

    private static final String ROUTE =
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata:
              name: web
            spec:
              parentRefs:
                - name: front
              rules:
                - backendRefs:
                    - name: missing
                      port: 80
            """;

    @TempDir Path folder;

    @Test
    void aFolderWithoutFaultIsClean() throws IOException {
        Files.writeString(folder.resolve("gateway.yaml"), GATEWAY.formatted("8080"));

        Captured validation = maneki("validate", folder.toString());

        assertThat(validation.exitCode()).isZero();
        assertThat(validation.out()).isEmpty();
        assertThat(validation.err()).contains("1 file, 1 resource accepted, 0 errors, 0 warnings");
    }

    @Test
    void whatIsRefusedIsNamedWithItsPlaceAndWhatToWrite() throws IOException {
        Files.writeString(folder.resolve("gateway.yaml"), GATEWAY.formatted("80800"));

        Captured validation = maneki("validate", folder.toString());

        assertThat(validation.exitCode()).isEqualTo(ExitCode.INVALID_CONFIGURATION);
        assertThat(validation.out())
                .contains("gateway.yaml:10:")
                .contains("error", "Gateway/default/front", "spec.listeners[0].port", "65535");
    }

    @Test
    void theSameAsDataHasEachPartOnItsOwn() throws IOException {
        Files.writeString(folder.resolve("gateway.yaml"), GATEWAY.formatted("80800"));

        Captured validation = maneki("validate", "-o", "json", folder.toString());

        Tree.Fields answer = (Tree.Fields) Json.parse(validation.out());
        assertThat(answer.get("valid")).hasValue(new Tree.Flag(false));
        Tree.Fields finding = answer.objects("findings").getFirst();
        assertThat(finding.get("line")).hasValue(new Tree.Number(10));
        assertThat(finding.object("resource").text("kind")).isEqualTo("Gateway");
        assertThat(finding.text("field")).isEqualTo("spec.listeners[0].port");
    }

    @Test
    void aReferenceThatLeadsNowhereIsAWarningUnlessStrict() throws IOException {
        Files.writeString(folder.resolve("all.yaml"), GATEWAY.formatted("8080") + "---\n" + ROUTE);

        Captured lenient = maneki("validate", folder.toString());
        Captured strict = maneki("validate", "--strict", folder.toString());

        assertThat(lenient.exitCode()).isZero();
        assertThat(lenient.out()).contains("warning", "spec.rules[0].backendRefs[0]", "missing");
        assertThat(strict.exitCode()).isEqualTo(ExitCode.INVALID_CONFIGURATION);
        assertThat(strict.out()).isEqualTo(lenient.out());
    }

    @Test
    void whoRefersToWhatIsRefusedIsToldSoAndWhere() throws IOException {
        Path gateway =
                Files.writeString(folder.resolve("gateway.yaml"), GATEWAY.formatted("80800"));
        Path service =
                Files.writeString(
                        folder.resolve("service.yaml"),
                        """
                        apiVersion: v1
                        kind: Service
                        metadata:
                          name: missing
                        spec:
                          ports:
                            - port: 0
                        """);
        Files.writeString(folder.resolve("route.yaml"), ROUTE);

        Captured validation = maneki("validate", folder.toString());

        assertThat(validation.out())
                .contains("Gateway default/front is refused; see " + gateway + ":10:")
                .contains("Service default/missing is refused; see " + service + ":7:")
                .doesNotContain("there is no");
    }

    @Test
    void aBrokenCertificateIsAnErrorOfItsSecret() throws IOException {
        Files.writeString(
                folder.resolve("gateway.yaml"),
                GATEWAY.formatted("8443").replace("HTTP\n", "HTTPS\n")
                        + """
                              tls:
                                certificateRefs:
                                  - name: cert
                        """);
        Captured missing = maneki("validate", folder.toString());
        Files.writeString(
                folder.resolve("secret.yaml"),
                """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: cert
                type: kubernetes.io/tls
                stringData:
                  tls.crt: none
                  tls.key: none
                """);

        Captured malformed = maneki("validate", folder.toString());

        assertThat(missing.exitCode()).isZero();
        assertThat(missing.out()).contains("warning", "there is no Secret default/cert");
        assertThat(malformed.exitCode()).isEqualTo(ExitCode.INVALID_CONFIGURATION);
        assertThat(malformed.out().lines())
                .anyMatch(
                        line ->
                                line.contains("secret.yaml:7:")
                                        && line.contains("error")
                                        && line.contains("there is no CERTIFICATE in it"));
    }

    @Test
    void aRouteThatIsServedNothingIsWarnedOf() throws IOException {
        Files.writeString(
                folder.resolve("all.yaml"),
                GATEWAY.formatted("8080")
                        + "---\n"
                        + ROUTE
                        + "---\n"
                        + ROUTE.replace("name: web", "name: web-again"));

        Captured validation = maneki("validate", folder.toString());

        assertThat(validation.exitCode()).isZero();
        assertThat(validation.out())
                .containsPattern("warning +HTTPRoute/default/web-again +spec.rules\\[0]")
                .contains("of HTTPRoute default/web is the same match and comes first");
    }

    @Test
    void aRouteWithoutAParentIsWarnedOf() throws IOException {
        Files.writeString(
                folder.resolve("all.yaml"),
                ROUTE.replace("  parentRefs:\n    - name: front\n", ""));

        Captured validation = maneki("validate", folder.toString());

        assertThat(validation.exitCode()).isZero();
        assertThat(validation.out()).contains("attached to nothing");
    }

    @Test
    void aFolderThatIsNotThereIsNotFound() {
        Captured validation = maneki("validate", folder.resolve("nowhere").toString());

        assertThat(validation.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(validation.err()).contains("there is no folder");
    }

    @Test
    void whatHasNothingToReadIsSaidAndNoError() throws IOException {
        Path readme = Files.writeString(folder.resolve("README.md"), "# Not YAML");

        for (Path nothing : new Path[] {folder, readme}) {
            Captured validation = maneki("validate", nothing.toString());

            assertThat(validation.exitCode()).isZero();
            assertThat(validation.err()).contains("no file ends in .yaml, .yml or .json");
        }
    }
}
