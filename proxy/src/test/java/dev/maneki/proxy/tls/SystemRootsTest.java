package dev.maneki.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemRootsTest {
    @TempDir Path folder;

    @Test
    void takesTheFileThatTheEnvironmentNames() throws IOException {
        Path named = write("named.pem", Pki.ROOT.getCertificatePEM());
        Path bundle = write("bundle.pem", Pki.authority("bundle").getCertificatePEM());

        SystemRoots roots =
                new SystemRoots(Map.of("SSL_CERT_FILE", named.toString()), List.of(bundle));

        assertThat(roots.trustManager().getAcceptedIssuers())
                .containsExactly(Pki.ROOT.getCertificate());
    }

    @Test
    void takesTheFirstBundleThatCanBeUsed() throws IOException {
        Path broken = write("broken.pem", "nothing");
        Path bundle = write("bundle.pem", Pki.ROOT.getCertificatePEM());

        SystemRoots roots =
                new SystemRoots(Map.of(), List.of(folder.resolve("absent.pem"), broken, bundle));

        assertThat(roots.trustManager().getAcceptedIssuers())
                .containsExactly(Pki.ROOT.getCertificate());
    }

    @Test
    void takesThoseOfTheJdkWhereThereIsNoBundle() {
        assertThat(new SystemRoots(Map.of(), List.of()).trustManager().getAcceptedIssuers())
                .isNotEmpty();
    }

    @Test
    void saysThatTheFileOfTheEnvironmentCannotBeUsed() {
        SystemRoots roots = new SystemRoots(Map.of("SSL_CERT_FILE", "/absent.pem"), List.of());

        assertThatThrownBy(roots::trustManager)
                .isInstanceOf(TlsConfigurationException.class)
                .hasMessageContaining("SSL_CERT_FILE")
                .hasMessageContaining("/absent.pem");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
