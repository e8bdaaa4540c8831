package dev.maneki.app.quickstart;

import static dev.maneki.app.cli.Captured.maneki;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.app.cli.Captured;
import dev.maneki.app.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickstartIT {
    @Test
    void theTourSeesWhatItShould() {
        Captured tour = maneki("quickstart", "--check");

        assertThat(tour.out()).doesNotContain("FAILED").endsWith("all is well\n");
        assertThat(tour.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http-port", "--https-port"})
    void aPortThatIsTakenIsSaidWithTheOptionThatChoosesAnother(String option) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            Captured quickstart = maneki("quickstart", "--check", option, port);

            assertThat(quickstart.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(quickstart.err()).contains("port " + port, option);
        }
    }

    @Test
    void portsThatNeedRootAreRefused() {
        Captured quickstart = maneki("quickstart", "--check", "--http-port", "80");

        assertThat(quickstart.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(quickstart.err()).contains("from 1024");
    }
}
