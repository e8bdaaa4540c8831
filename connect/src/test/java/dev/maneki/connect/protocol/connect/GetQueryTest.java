package dev.maneki.connect.protocol.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.protocol.Payload;
import org.junit.jupiter.api.Test;

class GetQueryTest {
    @Test
    void jsonIsEscaped() {
        Payload message = Payload.copyOf("{\"a\": \"\u00e9-._~+&\"}".getBytes(UTF_8), false);

        String query = GetQuery.of("json", "identity", message, 1_000);

        assertThat(query)
                .isEqualTo(
                        "connect=v1&encoding=json&message="
                                + "%7B%22a%22%3A%20%22%C3%A9-._~%2B%26%22%7D");
    }

    @Test
    void whatIsNotTextIsBase64() {
        byte[] bytes = {(byte) 0xfb, (byte) 0xff, (byte) 0xbf, 'a'};

        assertThat(GetQuery.of("proto", "identity", Payload.copyOf(bytes, false), 1_000))
                .isEqualTo("connect=v1&base64=1&encoding=proto&message=-_-_YQ");
        assertThat(GetQuery.of("json", "gzip", Payload.copyOf(bytes, true), 1_000))
                .isEqualTo("connect=v1&base64=1&compression=gzip&encoding=json&message=-_-_YQ");
    }

    @Test
    void anEmptyMessageIsThere() {
        assertThat(GetQuery.of("proto", "gzip", Payload.empty(), 1_000))
                .isEqualTo("connect=v1&base64=1&encoding=proto&message=");
    }

    @Test
    void whatIsTooLongIsNone() {
        Payload message = Payload.copyOf(new byte[100], false);
        String query = GetQuery.of("proto", "identity", message, 1_000);
        assertThat(query).isNotNull();

        assertThat(GetQuery.of("proto", "identity", message, query.length())).isEqualTo(query);
        assertThat(GetQuery.of("proto", "identity", message, query.length() - 1)).isNull();
        assertThat(GetQuery.of("proto", "identity", message, 99)).isNull();
    }

    @Test
    void whatIsWrittenIsRead() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        for (String codec : new String[] {"proto", "json"}) {
            String query = GetQuery.of(codec, "identity", Payload.copyOf(bytes, false), 10_000);
            assertThat(query).isNotNull();

            GetRequest read = GetRequest.parse(query);

            assertThat(read.version()).isEqualTo("v1");
            assertThat(read.encoding()).isEqualTo(codec);
            assertThat(read.message()).isEqualTo(bytes);
        }
    }
}
