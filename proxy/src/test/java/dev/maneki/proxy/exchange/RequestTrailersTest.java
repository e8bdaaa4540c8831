package dev.maneki.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.HeaderFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTrailersTest {
    private final HeaderFields header = new HeaderFields();
    private final HeaderFields came = new HeaderFields();

    @Test
    void whatIsOfTheBodyGoesOn() {
        came.add(FieldName.of("X-Checksum"), "1");
        came.add(FieldName.of("x-count"), "2");

        assertThat(RequestTrailers.of(came, header)).hasToString("x-checksum: 1\nx-count: 2\n");
        assertThat(came.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-forwarded-for",
                "X-Forwarded-Proto",
                "x-forwarded-client-cert",
                "forwarded",
                "x-real-ip",
                "x-request-id",
                "authorization",
                "cookie",
                "content-type",
                "x_forwarded_for",
            })
    void whatOnlyTheHeaderOrTheGatewayMaySayDoesNot(String name) {
        came.add(FieldName.of(name), "6.6.6.6");
        came.add(FieldName.of("x-checksum"), "1");

        assertThat(RequestTrailers.of(came, header)).hasToString("x-checksum: 1\n");
    }

    /** An authorization server's word, for one, is in the header. */
    @Test
    void whatTheHeaderHasDoesNotComeAgain() {
        header.add(FieldName.of("x-user"), "mara");
        came.add(FieldName.of("X-User"), "root");

        assertThat(RequestTrailers.of(came, header)).hasToString("");
    }
}
