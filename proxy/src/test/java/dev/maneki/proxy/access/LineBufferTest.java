package dev.maneki.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineBufferTest {
    static Stream<Arguments> hostileTexts() {
        return Stream.of(
                arguments("hello", "hello"),
                arguments("a\"b", "a\\\"b"),
                arguments("a\\b", "a\\\\b"),
                arguments("line\nbreak", "line\\u000abreak"),
                arguments("nul\0", "nul\\u0000"),
                arguments("\033[31m", "\\u001b[31m"),
                arguments("del\177", "del\\u007f"),
                arguments("next\u0085line", "next\\u0085line"),
                arguments("\u2028\u2029", "\\u2028\\u2029"),
                arguments("\u202egnp.exe", "\\u202egnp.exe"),
                arguments("\u2066x\u2069", "\\u2066x\\u2069"),
                arguments("\u200e\u200f", "\\u200e\\u200f"),
                arguments("gr\u00fc\u00dfe", "gr\u00fc\u00dfe"),
                arguments("\u20ac\u2027\u202f", "\u20ac\u2027\u202f"),
                arguments("\uD83D\uDC31", "\uD83D\uDC31"));
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
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
        byte[] bytes = HexFormat.of().parseHex(hex);

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
