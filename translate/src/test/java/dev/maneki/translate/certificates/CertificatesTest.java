package dev.maneki.translate.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.translate.TestResources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificatesTest {
    @ParameterizedTest
    @CsvSource({
        "ec.crt, ec.key",
        "ec.crt, ec-sec1.key",
        "rsa.crt, rsa.key",
        "rsa.crt, rsa-pkcs1.key",
        "ed25519.crt, ed25519.key"
    })
    void takesKeysInEveryUsualFormat(String chain, String key) {
        assertThat(Certificates.faultOfPair(pem(chain), pem(key))).isEmpty();
    }

    @Test
    void takesAChainWithTextAroundItsBlocks() {
        String chain = "subject=x\n" + pem("ec.crt") + "\nissuer=y\n" + pem("ca.crt");

        assertThat(Certificates.faultOfPair(chain.replace("\n", "\r\n"), pem("ec.key"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ec.crt, rsa.key, true, the key is malformed",
        "ca.crt, ec.key, true, the key is not the certificate's",
        "rsa.crt, ec-sec1.key, true, the key is malformed",
        "ec.crt, encrypted.key, true, the key is encrypted",
        "ec.crt, ec.crt, true, there is no PRIVATE KEY",
        "ec.key, ec.key, false, there is no CERTIFICATE"
    })
    void saysWhichPartIsWrong(String chain, String key, boolean ofKey, String message) {
        Certificates.PairFault fault = Certificates.faultOfPair(pem(chain), pem(key)).orElseThrow();

        assertThat(fault.ofKey()).isEqualTo(ofKey);
        assertThat(fault.message()).startsWith(message);
    }

    @Test
    void saysWhatIsMalformed() {
        String broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

        assertThat(Certificates.faultOfAnchors(broken)).contains("malformed");
        assertThat(Certificates.faultOfAnchors(broken.replace("AAAA", "?")))
                .isEqualTo("CERTIFICATE is not base64");
        assertThat(Certificates.faultOfAnchors("-----BEGIN CERTIFICATE-----\nAAAA\n"))
                .isEqualTo("BEGIN CERTIFICATE has no END CERTIFICATE");
        assertThat(Certificates.faultOfAnchors("-----BEGIN CERTIFICATE"))
                .isEqualTo("a BEGIN line does not end with -----");
        assertThat(Certificates.faultOfAnchors("")).isEqualTo("there is no CERTIFICATE in it");
        assertThat(Certificates.faultOfAnchors(pem("ca.crt") + broken)).contains("malformed");
        assertThat(Certificates.faultOfAnchors(pem("ca.crt") + pem("ec.crt"))).isEmpty();
    }

    @Test
    void neverShowsAKey() {
        Certificates.PairFault fault =
                Certificates.faultOfPair(pem("ec.crt"), pem("rsa.key")).orElseThrow();

        assertThat(fault.message())
                .doesNotContain(pem("rsa.key").lines().skip(1).findFirst().orElseThrow());
    }

    private static String pem(String name) {
        return TestResources.pem(name);
    }
}
