package dev.maneki.connect.protocol.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentEncodingTest {
    @Test
    void leavesPrintableAsciiAsItIs() {
        String text = "not found: a/b?c=\"d\" ~";
        assertThat(PercentEncoding.encode(text)).isSameAs(text);
        assertThat(PercentEncoding.decode(text)).isSameAs(text);
    }

    @Test
    void encodesAllElse() {
        String text = "100% ☺\r\n\tü";
        assertThat(PercentEncoding.encode(text)).isEqualTo("100%25 %E2%98%BA%0D%0A%09%C3%BC");
        assertThat(PercentEncoding.decode(PercentEncoding.encode(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "%, %",
        "50%, 50%",
        "%2, %2",
        "%zz, %zz",
        "%e2%98%ba, ☺",
        "%FF, \uFFFD",
        "%%41, %A",
        "a%4, a%4",
    })
    void toleratesWhatIsMalformed(String encoded, String text) {
        assertThat(PercentEncoding.decode(encoded)).isEqualTo(text);
    }

    @Test
    void spaceAtTheEndsIsEncodedAsNoFieldMayHaveItThere() {
        assertThat(PercentEncoding.encode(" a b ")).isEqualTo("%20a b%20");
        assertThat(PercentEncoding.encode("  ")).isEqualTo("%20%20");
        assertThat(PercentEncoding.decode("%20a b%20")).isEqualTo(" a b ");
    }

    @FuzzTest
    void keepsAllTextsAndNeverFails(@NotNull String text) {
        PercentEncoding.decode(text);
        String encoded = PercentEncoding.encode(text);
        assertThat(encoded).matches("[ -~]*");
        // Half a surrogate pair is no text: UTF-8 has a question mark for it.
        String valid = new String(text.getBytes(UTF_8), UTF_8);
        assertThat(PercentEncoding.decode(encoded)).isEqualTo(valid);
    }
}
