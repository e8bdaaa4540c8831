package dev.maneki.connect.protocol.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.json.JsonException;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.ResponseEnd;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndStreamJsonTest {
    @Test
    void successWithoutTrailersIsAnEmptyObject() {
        assertThat(write(null, Metadata.EMPTY)).isEqualTo("{}");
    }

    @Test
    void errorAndTrailersStandBesideEachOther() {
        String json =
                write(
                        new ConnectException(Code.ABORTED, "oops"),
                        Metadata.of("a", "1", "b", "2", "a", "3", "connect-x", "4"));

        assertThat(json)
                .isEqualTo(
                        "{\"error\":{\"code\":\"aborted\",\"message\":\"oops\"},"
                                + "\"metadata\":{\"a\":[\"1\",\"3\"],\"b\":[\"2\"]}}");
        ResponseEnd end = read(json);
        assertThat(Objects.requireNonNull(end.error()).code()).isEqualTo(Code.ABORTED);
        assertThat(end.trailers()).isEqualTo(Metadata.of("a", "1", "a", "3", "b", "2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"error\":null}",
                "{\"metadata\":null}",
                "{\"code\":\"out_of_range\",\"message\":\"oops\"}",
                " {\"metadata\" : { \"a\" : [] , \"b\":null } } "
            })
    void successIsWhereThereIsNoError(String json) {
        assertThat(read(json)).isEqualTo(ResponseEnd.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{}}",
                "{\"error\":{\"code\":null}}",
                "{\"error\":{\"code\":\"foobar\"}}"
            })
    void anErrorWithoutACodeIsUnknown(String json) {
        assertThat(Objects.requireNonNull(read(json).error()).code()).isEqualTo(Code.UNKNOWN);
    }

    @Test
    void namesAreInLowerCase() {
        assertThat(read("{\"metadata\":{\"X-A\":[\"1\"],\"x-a\":[\" 2 \"]}}").trailers())
                .isEqualTo(Metadata.of("x-a", "1", "x-a", "2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"error\":\"not_found\"}",
                "{\"error\":[]}",
                "{\"error\":null,\"error\":null}",
                "{\"metadata\":[]}",
                "{\"metadata\":{\"a\":\"1\"}}",
                "{\"metadata\":{\"a\":[1]}}",
                "{\"metadata\":{\"a\":[null]}}",
                "{\"metadata\":{\"a b\":[\"1\"]}}",
                "{\"metadata\":{\"\":[\"1\"]}}",
                "{\"metadata\":{\"a\":[\"1\\r\\nb: 2\"]}}",
                "{\"metadata\":{\"a\":[\"\u00e9\"]}}",
                "{} {}"
            })
    void whatIsNoEndIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(JsonException.class);
    }

    private static String write(@Nullable ConnectException error, Metadata trailers) {
        Payload payload = EndStreamJson.write(error, trailers);
        assertThat(payload.offset()).isEqualTo(Payload.HEADROOM);
        return new String(payload.array(), payload.offset(), payload.length(), UTF_8);
    }

    private static ResponseEnd read(String json) {
        byte[] bytes = ("x" + json + "y").getBytes(UTF_8);
        return EndStreamJson.read(bytes, 1, bytes.length - 2);
    }
}
