package dev.maneki.translate.certificates;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.maneki.translate.TestResources;

/** Whatever a Secret holds, it is refused or taken, and nothing is thrown. */
class CertificatesFuzzTest {
    @FuzzTest
    void neverThrows(FuzzedDataProvider data) {
        String good = TestResources.pem(data.pickValue(new String[] {"ec.crt", "rsa.crt"}));
        Certificates.faultOfPair(good, pem(data));
        Certificates.faultOfAnchors(pem(data));
    }

    /** Text, or bytes in a block of the label: else the fuzzer would have to guess base64. */
    private static String pem(FuzzedDataProvider data) {
        if (data.consumeBoolean()) {
            return data.consumeString(500);
        }
        String label =
                data.pickValue(
                        new String[] {
                            "CERTIFICATE", "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"
                        });
        String body = java.util.Base64.getEncoder().encodeToString(data.consumeBytes(500));
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
