package dev.maneki.routing.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.message.ByteSequence;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParametersTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "a=1, a, 1",
                "b=2&a=1, a, 1",
                "a=1&a=2, a, 1",
                "a&a=2, a, ''",
                "a=, a, ''",
                "&&a=1&, a, 1",
                "a=b=c, a, b=c",
                "A=1, a, none",
                "aa=1, a, none",
                "=1, a, none",
                "a;b=1, a, none",
                "a=1;b=2, a, 1;b=2",
                "a=%, a, %",
                "a=%4, a, %4",
                "a=%zz, a, %zz",
                "a=%2541, a, %41",
                "a=x+y%2B%26, a, x y+&",
                "%61=%C3%A4, a, ä",
                "a%3D=1, a=, 1",
                "a=1%, a, 1%",
                "a%=1, a%, 1"
            })
    void theFirstOfANameIsFoundAndDecoded(String query, String name, String expected) {
        ByteSequence bytes = new ByteSequence(4);
        bytes.set(query);
        int start = QueryParameters.find(bytes, name.getBytes(StandardCharsets.UTF_8));

        if (expected == null) {
            assertThat(start).isEqualTo(-1);
            return;
        }
        int end = QueryParameters.parameterEnd(bytes.array(), start, bytes.length());
        byte[] wanted = expected.getBytes(StandardCharsets.UTF_8);
        assertThat(QueryParameters.text(bytes.array(), start, end)).isEqualTo(expected);
        assertThat(QueryParameters.equals(bytes.array(), start, end, wanted)).isTrue();
        assertThat(QueryParameters.hash(bytes.array(), start, end))
                .isEqualTo(FieldValue.hash(wanted));
    }
}
