package dev.maneki.connect.protocol.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GetRequestTest {
    @Test
    void parametersComeInAnyOrder() {
        GetRequest get =
                GetRequest.parse(
                        "message=%7B%22a%22%3A+1%7d&x=%zz&encoding=json&&=&connect=v1&compression=gzip");

        assertThat(get.version()).isEqualTo("v1");
        assertThat(get.encoding()).isEqualTo("json");
        assertThat(get.compression()).isEqualTo("gzip");
        assertThat(get.message()).asString(UTF_8).isEqualTo("{\"a\": 1}");
    }

    @Test
    void whatIsMissingIsNull() {
        GetRequest get = GetRequest.parse("");

        assertThat(get).isEqualTo(new GetRequest(null, null, null, null));
        assertThat(get.payload(true).length()).isZero();
    }

    @Test
    void anEmptyMessageIsOne() {
        assertThat(GetRequest.parse("message=").message()).isEmpty();
        assertThat(GetRequest.parse("message").message()).isEmpty();
        assertThat(GetRequest.parse("message=&base64=1").payload(true).compressed()).isFalse();
    }

    @Test
    void theFirstStands() {
        GetRequest get = GetRequest.parse("encoding=json&message=1&encoding=proto&message=2");

        assertThat(get.encoding()).isEqualTo("json");
        assertThat(get.message()).asString(UTF_8).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "-_-_, fbff bf",
        "-_-_YQ, fbffbf61",
        "-_-_YQ==, fbffbf61",
        "-_-_YQ%3D%3D, fbffbf61",
        "%2B/%2b/YWI=, fbffbf6162",
        "+/+/, fbffbf"
    })
    void base64IsReadInBothAlphabetsPaddedOrNot(String value, String hex) {
        byte[] expected = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThat(GetRequest.parse("base64=1&message=" + value).message()).isEqualTo(expected);
        assertThat(GetRequest.parse("message=" + value + "&base64=1").message())
                .isEqualTo(expected);
    }

    @Test
    void base64IsOnlyWhatSaysSo() {
        assertThat(GetRequest.parse("message=YQ&base64=0").message())
                .asString(UTF_8)
                .isEqualTo("YQ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "message=%",
                "message=%4",
                "message=%4g",
                "message=%\uff14\uff11",
                "message=\u20ac",
                "encoding=%zz",
                "message=*&base64=1",
                "message=A&base64=1",
                "message=YQ=&base64=1",
                "message=Y Q&base64=1"
            })
    void whatIsMalformedIsAnInvalidArgument(String query) {
        assertThatThrownBy(() -> GetRequest.parse(query))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT));
    }
}
