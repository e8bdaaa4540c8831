package dev.maneki.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.maneki.routing.model.Certificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
    @ParameterizedTest
    @CsvSource({
        "rsa-certificate.pem, rsa-pkcs1.pem, RSA",
        "rsa-certificate.pem, rsa-pkcs8.pem, RSA",
        "ec-certificate.pem, ec-sec1.pem, EC",
        "ec-certificate.pem, ec-pkcs8.pem, EC",
        "ec-p384-certificate.pem, ec-p384-sec1.pem, EC",
    })
    void readsEveryFormOfKeyAndFindsThatItFits(String chain, String key, String type) {
        KeyAndChain read = KeyAndChain.of(new Certificate("ns/name", text(chain), text(key)));

        assertThat(read.keyType()).isEqualTo(type);
        assertThat(read.chain()).hasSize(1);
    }

    @Test
    void readsEd25519() {
        assertThat(Pem.privateKey(text("ed25519-pkcs8.pem")).getAlgorithm()).isEqualTo("EdDSA");
    }

    @Test
    void readsAChainInOrderWithTextBetween() {
        String chain =
                "subject=...\n"
                        + text("ec-certificate.pem")
                        + "\nissuer\r\n"
                        + text("rsa-certificate.pem").replace("\n", "\r\n");

        assertThat(Pem.certificates(chain))
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=ec.test", "CN=rsa.test");
    }

    @Test
    void refusesAKeyOfAnotherCertificate() {
        Certificate mixed =
                new Certificate("ns/mixed", text("ec-certificate.pem"), text("ec-p384-sec1.pem"));

        assertThatThrownBy(() -> KeyAndChain.of(mixed))
                .isInstanceOf(TlsConfigurationException.class)
                .hasMessageContaining("ns/mixed")
                .hasMessageContaining("does not belong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-encrypted-pkcs1.pem", "rsa-encrypted-pkcs8.pem"})
    void saysThatAnEncryptedKeyIsToBeDecrypted(String key) {
        assertThatThrownBy(() -> Pem.privateKey(text(key)))
                .isInstanceOf(TlsConfigurationException.class)
                .hasMessageContaining("encrypted")
                .hasMessageContaining("openssl pkey");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "-----BEGIN ",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\n-----END EC PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nMIT/\n-----END EC PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\n%%%%\n-----END RSA PRIVATE KEY-----",
            })
    void refusesWhatIsNoKey(String pem) {
        assertThatThrownBy(() -> Pem.privateKey(pem)).isInstanceOf(TlsConfigurationException.class);
    }

    @Test
    void refusesEveryCutOfAnEllipticKey() {
        byte[] der = der(text("ec-p384-sec1.pem"));

        for (int length = 0; length < der.length; length++) {
            String cut = pem("EC PRIVATE KEY", Arrays.copyOf(der, length));
            assertThatThrownBy(() -> Pem.privateKey(cut))
                    .as("cut at %d", length)
                    .isInstanceOf(TlsConfigurationException.class);
        }
    }

    @FuzzTest
    void neverFailsOtherwise(FuzzedDataProvider data) {
        String label =
                data.pickValue(
                        new String[] {
                            "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "CERTIFICATE"
                        });
        boolean raw = data.consumeBoolean();
        byte[] rest = data.consumeRemainingAsBytes();
        String pem = raw ? new String(rest, StandardCharsets.ISO_8859_1) : pem(label, rest);
        try {
            assertThat(Pem.privateKey(pem)).isNotNull();
        } catch (TlsConfigurationException e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
        try {
            assertThat(Pem.certificates(pem)).isNotEmpty();
        } catch (TlsConfigurationException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    private static String text(String name) {
        try (InputStream in = PemTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
