package dev.maneki.connect.protocol.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.ErrorDetail;
import dev.maneki.connect.json.JsonException;
import dev.maneki.connect.json.JsonReader;
import dev.maneki.connect.json.JsonWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectErrorJsonTest {
    private static final ErrorDetail DETAIL =
            new ErrorDetail("google.rpc.RetryInfo", ByteString.copyFrom(new byte[] {10, 2, 8, 60}));

    @Test
    void anErrorIsAnObject() {
        assertThat(write(new ConnectException(Code.UNAVAILABLE, "")))
                .isEqualTo("{\"code\":\"unavailable\"}");
        assertThat(write(new ConnectException(Code.NOT_FOUND, "no \"x\"").withDetail(DETAIL)))
                .isEqualTo(
                        "{\"code\":\"not_found\",\"message\":\"no \\\"x\\\"\",\"details\":[{\"type\":"
                                + "\"google.rpc.RetryInfo\",\"value\":\"CgIIPA\"}]}");
    }

    @Test
    void whatWasWrittenIsRead() {
        ConnectException error =
                new ConnectException(Code.DATA_LOSS, "gr\u00fc\u00dfe")
                        .withDetail(DETAIL)
                        .withDetail(DETAIL);

        ConnectException read = read(write(error));

        assertThat(read.code()).isEqualTo(Code.DATA_LOSS);
        assertThat(read.text()).isEqualTo("gr\u00fc\u00dfe");
        assertThat(read.details()).containsExactly(DETAIL, DETAIL);
        assertThat(read.fromPeer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"oops\"}",
                "{\"code\":null,\"message\":\"oops\"}",
                "{\"code\":\"\",\"message\":\"oops\"}",
                "{\"code\":\"foobar\",\"message\":\"oops\"}",
                "{\"code\":\"NOT_FOUND\",\"message\":\"oops\"}"
            })
    void theFallbackStandsForACodeThatIsNone(String json) {
        ConnectException error = read(json);

        assertThat(error.code()).isEqualTo(Code.ABORTED);
        assertThat(error.text()).isEqualTo("oops");
    }

    @Test
    void unknownMembersAreSkipped() {
        ConnectException error =
                read(
                        "{\"foo\":[{\"code\":1}],\"code\":\"not_found\",\"message\":null,\"details\":"
                                + "[{\"value\":\"CgIIPA==\",\"debug\":\"garbage\",\"frob\":{\"a\":[]},"
                                + "\"type\":\"type.googleapis.com/google.rpc.RetryInfo\"}]}");

        assertThat(error.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(error.text()).isEmpty();
        assertThat(error.details()).containsExactly(DETAIL);
    }

    @Test
    void nullsAreAbsent() {
        ConnectException error = read("{\"code\":\"not_found\",\"details\":null}");

        assertThat(error.details()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\"not_found\"",
                "{\"code\":5}",
                "{\"code\":{}}",
                "{\"message\":1}",
                "{\"details\":{}}",
                "{\"details\":[1]}",
                "{\"details\":[null]}",
                "{\"details\":[{\"type\":1}]}",
                "{\"details\":[{\"value\":\"*\"}]}",
                "{\"details\":[{\"value\":\"A\"}]}",
                "{\"code\":\"not_found\",\"code\":\"aborted\"}",
                "{\"details\":[{\"type\":\"a\",\"type\":\"b\"}]}",
                "{\"code\":\"not_found\"",
                "<html>"
            })
    void whatIsNoErrorIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(JsonException.class);
    }

    private static String write(ConnectException error) {
        JsonWriter json = new JsonWriter(0, 0);
        ConnectErrorJson.write(json, error);
        return new String(json.toByteArray(), UTF_8);
    }

    private static ConnectException read(String text) {
        JsonReader json = new JsonReader(text.getBytes(UTF_8));
        json.next();
        return ConnectErrorJson.read(json, Code.ABORTED);
    }
}
