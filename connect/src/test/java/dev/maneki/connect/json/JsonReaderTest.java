package dev.maneki.connect.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void tokensComeOneAfterTheOther() {
        String json = " {\"a\" : [1, -2.5e+3 ,true,false,null,\"x\"], \"b\":{} , \"c\":[]}\r\n\t";

        assertThat(tokens(json))
                .containsExactly(
                        "BEGIN_OBJECT",
                        "NAME a",
                        "BEGIN_ARRAY",
                        "NUMBER 1",
                        "NUMBER -2.5e+3",
                        "TRUE",
                        "FALSE",
                        "NULL",
                        "STRING x",
                        "END_ARRAY",
                        "NAME b",
                        "BEGIN_OBJECT",
                        "END_OBJECT",
                        "NAME c",
                        "BEGIN_ARRAY",
                        "END_ARRAY",
                        "END_OBJECT",
                        "END");
    }

    @Test
    void theEndStaysTheEnd() {
        JsonReader reader = reader("1");
        reader.next();

        assertThat(reader.next()).isEqualTo(JsonToken.END);
        assertThat(reader.next()).isEqualTo(JsonToken.END);
    }

    @Test
    void stringsLoseTheirEscapes() {
        assertThat(
                        string(
                                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20AC\\ud83d\\ude00\\u0000\""))
                .isEqualTo("\"\\/\b\f\n\r\tA\u00e9\u20ac\ud83d\ude00\0");
        assertThat(string("\"\u00e9\u20ac\ud83d\ude00 \u007f\""))
                .isEqualTo("\u00e9\u20ac\ud83d\ude00 \u007f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "}",
                "]",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\"}",
                "{\"a\" 1}",
                "{\"a\":}",
                "{\"a\":1 \"b\":2}",
                "{1:2}",
                "[1}",
                "{\"a\":1]",
                "1 2",
                "{}{}",
                "01",
                "-",
                "-a",
                "+1",
                ".5",
                "1.",
                "1e",
                "1e+",
                "0x1",
                "NaN",
                "Infinity",
                "tru",
                "True",
                "nullx",
                "\"",
                "\"a",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\ud800\"",
                "\"\\ud800\\u0041\"",
                "\"\\udc00\"",
                "\"\n\"",
                "'a'",
                "/*c*/1",
                "\ufeff1"
            })
    void whatIsNotJsonIsRefused(String text) {
        assertThatThrownBy(() -> tokens(text)).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c0af",
                "c1bf",
                "e08080",
                "eda080",
                "f0808080",
                "f4908080",
                "f5808080",
                "c3",
                "e282",
                "f09f98",
                "ff",
                "c328"
            })
    void whatIsNotUtf8IsRefused(String hex) {
        String bytes = new String(java.util.HexFormat.of().parseHex(hex), ISO_8859_1);

        assertThatThrownBy(() -> tokens(("\"" + bytes + "\"").getBytes(ISO_8859_1)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void errorsSayWhere() {
        assertThatThrownBy(() -> tokens("{\n  \"a\": 1,\n  \"b\" 2}"))
                .hasMessage("not JSON: expected ':' (line 3, column 7)");
        assertThatThrownBy(() -> tokens("[1"))
                .hasMessage("not JSON: expected ',' or ']' (at the end)");

        JsonReader reader = reader("[\n 7]");
        reader.next();
        reader.next();
        assertThat(reader.unexpected("a string"))
                .hasMessage("expected a string, found a number (line 2, column 2)");
        assertThatThrownBy(() -> reader.expect(JsonToken.END))
                .hasMessage("expected the end, found the end of an array (line 2, column 3)");
    }

    @Test
    void depthHasALimit() {
        assertThat(tokens("[".repeat(100) + "]".repeat(100))).hasSize(201);
        assertThat(tokens("{\"a\":".repeat(100) + "0" + "}".repeat(100))).hasSize(302);
        assertThatThrownBy(() -> tokens("[".repeat(101)))
                .hasMessageContaining("more than 100 deep");
    }

    @Test
    void numbersHaveALimit() {
        assertThat(tokens("1".repeat(JsonReader.MAX_NUMBER_LENGTH))).hasSize(2);
        assertThatThrownBy(() -> tokens("1".repeat(JsonReader.MAX_NUMBER_LENGTH + 1)))
                .hasMessageContaining("characters");
    }

    @ParameterizedTest
    @CsvSource({"0,true", "-12,true", "1.0,false", "1e2,false"})
    void integersAreTold(String number, boolean integer) {
        JsonReader reader = reader(number);

        assertThat(reader.next()).isEqualTo(JsonToken.NUMBER);
        assertThat(reader.integer()).isEqualTo(integer);
        assertThat(reader.textOffset()).isZero();
        assertThat(reader.textLength()).isEqualTo(number.length());
    }

    @Test
    void theTextOfAPlainStringIsInTheArray() {
        JsonReader reader = reader("[\"abc\",\"a\\n\"]");
        reader.next();
        reader.next();
        assertThat(reader.plain()).isTrue();
        assertThat(reader.textOffset()).isEqualTo(2);
        assertThat(reader.textLength()).isEqualTo(3);
        reader.next();
        assertThat(reader.plain()).isFalse();
    }

    @Test
    void valuesAreSkipped() {
        JsonReader reader = reader("{\"a\":{\"b\":[1,{\"c\":2}]},\"d\":3,\"e\":[]}");
        reader.next();
        reader.expect(JsonToken.NAME);
        reader.next();
        reader.skip();
        assertThat(reader.token()).isEqualTo(JsonToken.END_OBJECT);
        reader.expect(JsonToken.NAME);
        assertThat(reader.string()).isEqualTo("d");
        reader.skip();
        assertThat(reader.string()).isEqualTo("3");
        reader.expect(JsonToken.NAME);
        reader.skip();
        reader.expect(JsonToken.END_OBJECT);
        assertThat(reader.depth()).isZero();
        reader.expect(JsonToken.END);
    }

    @Test
    void aForkGoesItsOwnWay() {
        JsonReader reader = reader("{\"a\":[1],\"@type\":\"t\"}");
        reader.next();
        reader.expect(JsonToken.NAME);
        JsonReader fork = reader.fork();
        assertThat(fork.string()).isEqualTo("a");
        fork.skip();
        fork.expect(JsonToken.NAME);
        assertThat(fork.string()).isEqualTo("@type");

        assertThat(reader.string()).isEqualTo("a");
        reader.expect(JsonToken.BEGIN_ARRAY);
        reader.expect(JsonToken.NUMBER);
    }

    @Test
    void aPartOfAnArrayIsRead() {
        JsonReader reader = new JsonReader("xx12xx".getBytes(UTF_8), 2, 2, 1);

        assertThat(reader.next()).isEqualTo(JsonToken.NUMBER);
        assertThat(reader.string()).isEqualTo("12");
        assertThat(reader.next()).isEqualTo(JsonToken.END);
    }

    @Test
    void onlyTextHasAString() {
        JsonReader reader = reader("true");
        reader.next();

        assertThatThrownBy(reader::string)
                .hasMessage("expected a string, found true (line 1, column 1)");
    }

    private static String string(String json) {
        JsonReader reader = reader(json);
        reader.expect(JsonToken.STRING);
        return reader.string();
    }

    private static JsonReader reader(String json) {
        return new JsonReader(json.getBytes(UTF_8));
    }

    private static List<String> tokens(String json) {
        return tokens(json.getBytes(UTF_8));
    }

    private static List<String> tokens(byte[] json) {
        JsonReader reader = new JsonReader(json);
        List<String> tokens = new ArrayList<>();
        JsonToken token;
        do {
            token = reader.next();
            tokens.add(
                    switch (token) {
                        case NAME, STRING, NUMBER -> token + " " + reader.string();
                        default -> token.toString();
                    });
        } while (token != JsonToken.END);
        return tokens;
    }
}
