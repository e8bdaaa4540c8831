package dev.maneki.connect.protocol.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectContentTypeTest {
    @ParameterizedTest
    @CsvSource({
        "application/proto,proto,false",
        "application/json,json,false",
        "application/connect+proto,proto,true",
        "application/connect+json,json,true",
        "application/json; charset=utf-8,json,false",
        "application/json;charset=\"UTF-8\",json,false",
        "application/json ; x=y,json,false",
        "Application/JSON,json,false",
        "application/foo,foo,false",
        "application/connect+foo,foo,true"
    })
    void theCodecAndTheFramingAreTold(String value, String codec, boolean streaming) {
        ConnectContentType type = Objects.requireNonNull(ConnectContentType.parse(value));

        assertThat(type).isEqualTo(ConnectContentType.forCodec(codec, streaming));
        assertThat(type.codec()).isEqualTo(codec);
        assertThat(type.streaming()).isEqualTo(streaming);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "application",
                "application/",
                "application/connect+",
                "image/jpeg",
                "text/json",
                "application/grpc",
                "application/grpc+proto",
                "application/grpc-web",
                "application/grpc-web-text+proto",
                "application/json; charset=latin1",
                "application/a b",
                "application/\u00e9"
            })
    void othersAreNotOfThisProtocol(String value) {
        assertThat(ConnectContentType.parse(value)).isNull();
    }

    @Test
    void noneIsNotOfThisProtocol() {
        assertThat(ConnectContentType.parse(null)).isNull();
    }

    @Test
    void theTextIsWithoutParameters() {
        assertThat(ConnectContentType.forCodec("json", false).text()).isEqualTo("application/json");
        assertThat(ConnectContentType.forCodec("foo", true).text())
                .isEqualTo("application/connect+foo");
    }
}
