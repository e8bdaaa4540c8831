package dev.maneki.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardedFieldsTest {
    private static final byte[] PORT = "80".getBytes(StandardCharsets.US_ASCII);

    private final RequestHead head = RedirectAnswerTest.request("example.org", "/", "");
    private final ByteSequence client = new ByteSequence(16);

    @Test
    void whatAnUntrustedClientSaysIsReplaced() {
        add("X-Forwarded-For", "1.2.3.4");
        add("X-Forwarded-Proto", "https");
        add("Forwarded", "for=1.2.3.4");
        add("X-Forwarded-Client-Cert", "Subject=admin");
        ForwardedFields.replace(head, address("192.0.2.7"), PORT);
        assertThat(head.fields().toString().lines())
                .containsExactlyInAnyOrder(
                        "x-forwarded-for: 192.0.2.7",
                        "x-forwarded-proto: http",
                        "x-forwarded-port: 80",
                        "x-forwarded-host: example.org");
    }

    @Test
    void behindATrustedProxyTheLastUntrustedAddressIsTheClient() {
        add("X-Forwarded-For", "6.6.6.6, 203.0.113.5, 10.0.0.9");
        ForwardedFields.extend(
                head, address("10.0.0.1"), PORT, TrustedProxies.of(List.of("10.0.0.0/8")), client);
        assertThat(client).hasToString("203.0.113.5");
        assertThat(value("x-forwarded-for")).isEqualTo("6.6.6.6, 203.0.113.5, 10.0.0.9, 10.0.0.1");
    }

    @Test
    void whatATrustedProxySaysOfTheSchemeStands() {
        add("X-Forwarded-Proto", "https");
        ForwardedFields.extend(
                head, address("10.0.0.1"), PORT, TrustedProxies.of(List.of("10.0.0.0/8")), client);
        assertThat(value("x-forwarded-proto")).isEqualTo("https");
        assertThat(client.length()).isZero();
    }

    @Test
    void theHostIsToldWithThePortThatTheClientNamed() {
        head.port(8080);
        ForwardedFields.replace(head, address("192.0.2.7"), PORT);
        assertThat(value("x-forwarded-host")).isEqualTo("example.org:8080");
        assertThat(head.host()).hasToString("example.org");
    }

    @Test
    void aHostThatTheClientDidNotNameIsNotTold() {
        head.host().clear();
        ForwardedFields.replace(head, address("192.0.2.7"), PORT);
        assertThat(head.fields().contains(FieldName.of("x-forwarded-host"))).isFalse();
    }

    private void add(String name, String value) {
        head.fields().add(FieldName.of(name), value);
    }

    private String value(String name) {
        return head.fields().value(head.fields().find(FieldName.of(name)));
    }

    private static byte[] address(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
