package dev.maneki.connect.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
    @Test
    void commasAndColonsComeByThemselves() {
        JsonWriter writer = new JsonWriter(0, 0);
        writer.beginObject()
                .name("a")
                .beginArray()
                .number(1)
                .bool(true)
                .bool(false)
                .nothing()
                .beginObject()
                .endObject()
                .beginArray()
                .endArray()
                .endArray()
                .name(JsonWriter.quoted("b"))
                .string("x")
                .name("c")
                .number("1.5e3")
                .endObject();

        assertThat(text(writer))
                .isEqualTo("{\"a\":[1,true,false,null,{},[]],\"b\":\"x\",\"c\":1.5e3}");
    }

    @Test
    void onlyWhatMustIsEscaped() {
        assertThat(
                        text(
                                new JsonWriter(0, 0)
                                        .string(
                                                "\"\\/\b\f\n\r\t\0\u001f\u007f\u00e9\u20ac\ud83d\ude00")))
                .isEqualTo(
                        "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u00e9\u20ac\ud83d\ude00\"");
    }

    @Test
    void halfSurrogatesAreReplaced() {
        assertThat(text(new JsonWriter(0, 0).string("a\ud800b\udc00")))
                .isEqualTo("\"a\ufffdb\ufffd\"");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                9,
                10,
                -1,
                -10,
                99,
                100,
                1234567890,
                999999999999999999L,
                1000000000000000000L,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void numbersAreDecimal(long number) {
        assertThat(text(new JsonWriter(0, 0).number(number))).isEqualTo(Long.toString(number));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 256})
    void bytesAreBase64(int length) {
        byte[] bytes = new byte[length + 1];
        for (int i = 0; i < length; i++) {
            bytes[i + 1] = (byte) (255 - i);
        }
        byte[] part = java.util.Arrays.copyOfRange(bytes, 1, length + 1);

        assertThat(text(new JsonWriter(0, 0).base64(bytes, 1, length, true)))
                .isEqualTo('"' + Base64.getEncoder().encodeToString(part) + '"');
        assertThat(text(new JsonWriter(0, 0).base64(bytes, 1, length, false)))
                .isEqualTo('"' + Base64.getEncoder().withoutPadding().encodeToString(part) + '"');
    }

    @Test
    void headroomStaysFree() {
        JsonWriter writer = new JsonWriter(5, 1).string("a long string that makes it grow");

        assertThat(writer.offset()).isEqualTo(5);
        assertThat(writer.array()).startsWith(0, 0, 0, 0, 0, '"', 'a');
        assertThat(writer.length()).isEqualTo(34);
    }

    private static String text(JsonWriter writer) {
        return new String(writer.toByteArray(), UTF_8);
    }
}
