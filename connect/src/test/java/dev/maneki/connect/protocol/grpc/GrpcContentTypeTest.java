package dev.maneki.connect.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcContentTypeTest {
    @ParameterizedTest
    @CsvSource({
        "application/grpc, GRPC, proto, application/grpc",
        "application/grpc+proto, GRPC, proto, application/grpc+proto",
        "application/grpc+json; charset=utf-8, GRPC, json, application/grpc+json",
        "application/grpc+foo, GRPC, foo, application/grpc+foo",
        "Application/GRPC, GRPC, proto, application/grpc",
        "application/grpc-web, WEB, proto, application/grpc-web",
        "application/grpc-web+json ;a=b, WEB, json, application/grpc-web+json",
        "application/grpc-web-text, WEB_TEXT, proto, application/grpc-web-text",
        "application/grpc-web-text+json, WEB_TEXT, json, application/grpc-web-text+json",
    })
    void readsFlavorAndCodec(String field, GrpcFlavor flavor, String codec, String value) {
        assertThat(GrpcContentType.parse(field))
                .isEqualTo(new GrpcContentType(flavor, codec, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "application/grp",
                "application/grpcx",
                "application/grpc+",
                "application/grpc-web-texts",
                "application/json",
                "text/application/grpc",
            })
    void refusesWhatIsNotOfGrpc(String field) {
        assertThat(GrpcContentType.parse(field)).isNull();
    }

    @Test
    void refusesAMissingField() {
        assertThat(GrpcContentType.parse(null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "GRPC, proto, application/grpc",
        "GRPC, json, application/grpc+json",
        "WEB, proto, application/grpc-web+proto",
        "WEB_TEXT, proto, application/grpc-web-text+proto",
        "WEB, foo, application/grpc-web+foo",
    })
    void writesACodec(GrpcFlavor flavor, String codec, String value) {
        assertThat(GrpcContentType.of(flavor, codec)).isEqualTo(value);
    }
}
