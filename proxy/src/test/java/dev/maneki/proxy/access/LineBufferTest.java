package dev.maneki.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineBufferTest {
    @ParameterizedTest
    @CsvSource({
        "hello, hello",
        "a\"b, a\\\"b",
        "a\\b, a\\\\b",
        "line\nbreak, line\\u000abreak",
        "nul\u0000, nul\\u0000",
        "esc\u001b[31m, esc\\u001b[31m",
        "del\u007f, del\\u007f",
        "next\u0085line, next\\u0085line",
        "\u2028\u2029, \\u2028\\u2029",
        "\u202egnp.exe, \\u202egnp.exe",
        "\u2066x, \\u2066x",
        "\u200f, \\u200f",
        "grüße, grüße",
        "\u20ac, \u20ac",
        "\uD83D\uDC31, \uD83D\uDC31",
    })
    void makesBytesHarmless(String text, String expected) {
        assertThat(escaped(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0af",
                "c1bf",
                "c3",
                "e08080",
                "e0",
                "e282",
                "eda080",
                "f08080af",
                "f4908080",
                "f5808080",
                "ff",
                "f09f92"
            })
    void replacesWhatIsNotUtf8(String hex) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);

        assertThat(escaped(bytes)).matches("\uFFFD{1,4}");
    }

    @Test
    void findsASpecialByteAtEveryPlaceOfAWord() {
        for (int value = 0; value < 128; value++) {
            boolean special = value < 0x20 || value == '"' || value == '\\' || value == 0x7F;
            for (int at = 0; at < 17; at++) {
                byte[] bytes = "aaaaaaaaaaaaaaaaa".getBytes(StandardCharsets.US_ASCII);
                bytes[at] = (byte) value;

                assertThat(escaped(bytes).length() > 17)
                        .as("%d at %d", value, at)
                        .isEqualTo(special);
            }
        }
    }

    @Test
    void cutsBetweenCharactersAndSaysSo() {
        byte[] bytes = "ab\u20accd".getBytes(StandardCharsets.UTF_8);
        LineBuffer out = new LineBuffer(1);

        out.escaped(bytes, 0, bytes.length, 4);

        assertThat(text(out)).isEqualTo("ab\u2026");
    }

    @Test
    void textIsEscapedAsBytesAre() {
        LineBuffer out = new LineBuffer(1);

        out.escaped("a\"\n\u20ac\uD83D\uDC31\uD83D", 100);

        assertThat(text(out)).isEqualTo("a\\\"\\u000a\\u20ac\\ud83d\\udc31\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 200, 1234567890123L, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void writesNumbers(long value) {
        LineBuffer out = new LineBuffer(1);

        out.number(value);

        assertThat(text(out)).isEqualTo(Long.toString(value));
    }

    @Test
    void padsNumbers() {
        LineBuffer out = new LineBuffer(1);

        out.padded(42, 6);

        assertThat(text(out)).isEqualTo("000042");
    }

    private static String escaped(byte[] bytes) {
        LineBuffer out = new LineBuffer(1);
        out.escaped(bytes, 0, bytes.length, 1000);
        return text(out);
    }

    private static String text(LineBuffer out) {
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
    }
}
