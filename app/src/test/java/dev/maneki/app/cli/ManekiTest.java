package dev.maneki.app.cli;

import static dev.maneki.app.cli.Captured.maneki;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.model.Limit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManekiTest {
    @Test
    void helpGoesToStandardOutputAndNamesTheExitCodes() {
        Captured help = maneki("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Commands:", "Exit codes:", "Examples:");
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"quickstart", "run", "validate", "explain", "status", "completion", "help"})
    void everyCommandHasHelpWithExamplesAndExitCodes(String command) {
        Captured help = maneki(command, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: maneki " + command, "Examples:", "Exit codes:");
        assertThat(maneki("help", command).out()).isEqualTo(help.out());
    }

    @Test
    void theVersionIsTheBuilds() {
        Captured version = maneki("--version");

        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).matches("(?s)maneki \\d+\\.\\d+\\.\\d+.*JDK .*");
    }

    @Test
    void withoutACommandItShowsItsUsageAndFails() {
        Captured nothing = maneki();

        assertThat(nothing.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(nothing.err()).contains("Usage: maneki");
        assertThat(nothing.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "statsu, did you mean",
        "status --nonsense, Unknown option",
        "status -o xml, xml",
        "status --admin localhost, has no port",
        "status --admin ::1:9901, in brackets",
        "status --admin a:99999, is not a port",
        "status frobs, there is no kind 'frobs'",
        "help nonsense, there is no command",
        "help limts, there is no command 'limts'; did you mean limits?",
        "rn, there is no command 'rn'; did you mean run?",
        "run --confg any, unknown option '--confg'; did you mean --config?",
        "run --confg=any, unknown option '--confg'; did you mean --config?",
        "run --config any --workers x, is not a whole number",
        "run --config any --workers 99999999999, is too large",
        "run --config . --workers 0, --workers 0: at least one thread",
        "run --config . --drain -1, --drain -1: seconds cannot be negative",
        "validate one two, unexpected argument",
    })
    void aWrongCommandLineIsAUsageError(String line, String message) {
        Captured wrong = maneki(line.split(" "));

        assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).containsIgnoringCase(message);
        assertThat(wrong.out()).isEmpty();
    }

    @Test
    void theHelpOfLimitsNamesEachWithItsDefault() {
        Captured limits = maneki("help", "limits");

        assertThat(limits.exitCode()).isZero();
        for (Limit limit : Limit.values()) {
            assertThat(limits.out()).contains(limit.title(), limit.description());
        }
        assertThat(limits.out()).containsPattern("header-timeout +10s +gateway");
    }

    @ParameterizedTest
    @CsvSource({
        "httproute, HTTPRoute",
        "httproutes, HTTPRoute",
        "HTTPRoute, HTTPRoute",
        "hr, HTTPRoute",
        "gw, Gateway",
        "gateways, Gateway",
        "gatewayclasses, GatewayClass",
        "svc, Service",
        "httproutes.gateway.networking.k8s.io, HTTPRoute",
        "backendtlspolicies, BackendTLSPolicy",
    })
    void kindsHaveTheNamesThatKubectlTakes(String name, String kind) {
        assertThat(Kinds.named(name)).hasValue(kind);
    }

    @ParameterizedTest
    @CsvSource({"bash, complete", "zsh, compdef", "fish, complete -c maneki"})
    void completionScriptsKnowTheCommands(String shell, String word) {
        Captured script = maneki("completion", shell);

        assertThat(script.exitCode()).isZero();
        assertThat(script.out()).contains(word, "status", "admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "fish"})
    void completionKnowsTheTopicsOfHelp(String shell) {
        String script = maneki("completion", shell).out();

        assertThat(script.lines().filter(line -> line.contains("limits")))
                .anyMatch(line -> line.contains("quickstart"));
    }

    @Test
    void aNumberThatIsNoneIsSaidWithoutAJavaType() {
        Captured run = maneki("run", "--config", "any", "--drain", "soon");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--drain").contains("'soon' is not a whole number");
    }
}
