package dev.maneki.resources.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentParserTest {
    private static final DocumentParser PARSER =
            new DocumentParser(new YamlLimits(1 << 20, 10, 10, 1_000, 100));

    private static Document yaml(String text) {
        return PARSER.parse(new Source("a.yaml", 1, text));
    }

    private static Document json(String text) {
        return PARSER.parse(new Source("a.json", 1, text));
    }

    private static MapNode map(Document document) {
        assertThat(document.problems()).isEmpty();
        assertThat(document.complete()).isTrue();
        return (MapNode) Objects.requireNonNull(document.root());
    }

    private static String problem(Document document) {
        assertThat(document.problems()).hasSize(1);
        Problem problem = document.problems().getFirst();
        return problem.line()
                + ":"
                + problem.column()
                + " "
                + problem.field()
                + ": "
                + problem.message();
    }

    @Test
    void nodesKnowTheirPlaces() {
        MapNode root = map(yaml("a:\n  - b: x\n    c: [1, 'y']\n"));

        assertThat(FieldPath.locate(root, "a")).isEqualTo(new FieldPath.Place(1, 1));
        assertThat(FieldPath.locate(root, "a[0].b")).isEqualTo(new FieldPath.Place(2, 8));
        assertThat(FieldPath.locate(root, "a[0].c")).isEqualTo(new FieldPath.Place(3, 5));
        assertThat(FieldPath.locate(root, "a[0].c[1]")).isEqualTo(new FieldPath.Place(3, 12));
        assertThat(FieldPath.locate(root, "a[0].missing.x")).isEqualTo(new FieldPath.Place(2, 5));
        assertThat(FieldPath.locate(root, "a[7]")).isEqualTo(new FieldPath.Place(1, 1));
    }

    @Test
    void jsonHasTheSameNodesAsYaml() {
        MapNode root = map(json("{\n\t\"a\": [1, true, null, \"x\", 1.5],\n\t\"b\": {}\n}"));

        assertThat(root.get("a"))
                .isEqualTo(
                        new ListNode(
                                List.of(
                                        new ScalarNode("1", ScalarType.INTEGER, 2, 8),
                                        new ScalarNode("true", ScalarType.BOOLEAN, 2, 11),
                                        new ScalarNode("null", ScalarType.NULL, 2, 17),
                                        new ScalarNode("x", ScalarType.STRING, 2, 23),
                                        new ScalarNode("1.5", ScalarType.FLOAT, 2, 28)),
                                2,
                                7));
        assertThat(root.get("b")).isEqualTo(new MapNode(List.of(), 3, 7));
    }

    @Test
    void jsonIndentedByTabsMayStandInAYamlFile() {
        assertThat(map(yaml("{\n\t\"a\": {\n\t\t\"b\": 1\n\t}\n}\n")).entries()).hasSize(1);
    }

    @Test
    void aKeyStandsOnce() {
        assertThat(problem(yaml("a:\n  b: 1\n  c: 2\n  b: 3\n")))
                .isEqualTo("4:3 a.b: the key 'b' stands twice in this map");
        assertThat(problem(json("{\"a\": 1, \"a\": 2}"))).contains("the key 'a' stands twice");
        assertThat(yaml("a: 1\na: 2\nb: 3\n").complete()).isTrue();
    }

    @Test
    void manyKeysStandOnceToo() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append("k").append(i).append(": 1\n");
        }
        assertThat(yaml(text.toString()).problems()).isEmpty();
        assertThat(problem(yaml(text + "k77: 2\n"))).startsWith("101:1 k77: ");
    }

    @Test
    void aliasesRepeatAndMergeKeysFill() {
        MapNode root =
                map(yaml("base: &base {a: 1, b: 2}\nuse:\n  <<: *base\n  b: 3\nsame: *base\n"));

        assertThat(root.get("same")).isSameAs(root.get("base"));
        MapNode use = (MapNode) Objects.requireNonNull(root.get("use"));
        assertThat(use.entries()).extracting(MapNode.Entry::key).containsExactly("b", "a");
        assertThat(((ScalarNode) use.entries().getFirst().value()).text()).isEqualTo("3");
    }

    @Test
    void aliasesCannotUnfoldToBillions() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            text.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThat(problem(yaml(text.toString())))
                .contains("aliases unfold to more than 100 nodes");
    }

    @Test
    void anAliasCannotHoldItself() {
        assertThat(problem(yaml("a: &a [*a]\n"))).startsWith("1:8 a[0]: there is no anchor &a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "{\"a\": ", "- "})
    void depthIsBounded(String opening) {
        assertThat(problem(yaml(opening.repeat(5_000)))).contains("more than 10 deep");
    }

    @Test
    void nodesAreBounded() {
        assertThat(problem(yaml("[" + "x, ".repeat(2_000) + "]"))).contains("more than 1000 nodes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    'a: b: c'           | 1:5
                    'a: [1, 2'          | 1:9
                    'a: "x'             | 1:6
                    '{"a": 1'           | 1:8
                    'a: *none'          | 1:4
                    'a: !ruby/x 1'      | 1:4
                    '? [a]\n: b'        | 1:3
                    """)
    void brokenTextHasAPlace(String text, String place) {
        assertThat(yaml(text.translateEscapes()).problems().getFirst())
                .satisfies(
                        problem ->
                                assertThat(problem.line() + ":" + problem.column())
                                        .isEqualTo(place));
    }

    @Test
    void tabsAndForbiddenCharactersAreNamed() {
        assertThat(yaml("a:\n\tb: 1\n").problems().getFirst().remedy())
                .isEqualTo("indent by spaces, not by tabs");
        assertThat(problem(yaml("a: x\nb: x\u0007\n")))
                .isEqualTo("2:5 : not YAML: the character U+0007 is not allowed");
    }

    @Test
    void aBreakAfterManyProblemsIsStillNoException() {
        StringBuilder text = new StringBuilder("a: 1\n");
        for (int i = 0; i < 99; i++) {
            text.append("a: 1\n");
        }

        assertThat(yaml(text + "b: [").problems()).hasSize(100);
        assertThat(yaml(text + "a: 1\na: [").problems()).hasSize(100);
    }

    @Test
    void jsonEndsWhereItsValueEnds() {
        assertThat(problem(json("{\"a\": 1} x"))).startsWith("1:");
        assertThat(problem(json("{\"a\": 1} {}"))).contains("something follows the document");
        assertThat(json("").root()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "x,STRING", "80,INTEGER", "-1,INTEGER", "+1,INTEGER", "0x1F,INTEGER", "0o17,INTEGER",
        "1_000,INTEGER", "010,INTEGER", "1.5,FLOAT", ".5,FLOAT", "5.,FLOAT", "1e3,FLOAT",
        "1e,STRING", "-,STRING", ".,STRING", "...,STRING", "1.2.3,STRING", "10.0.0.1,STRING",
        "0x,STRING", "0xZZ,STRING", "-.inf,FLOAT", ".nan,FLOAT", "-.nan,STRING", "yes,BOOLEAN",
        "No,BOOLEAN", "on,BOOLEAN", "OFF,BOOLEAN", "y,BOOLEAN", "true,BOOLEAN", "tRue,STRING",
        "~,NULL", "null,NULL", "'',NULL", "nullify,STRING", "2026-01-01,STRING", "12:30,STRING",
        "1h30m,STRING"
    })
    void plainTextIsReadAsKubernetesReadsIt(String text, ScalarType type) {
        assertThat(ScalarType.ofPlain(text)).isEqualTo(type);
    }

    @Test
    void quotedTextIsAString() {
        MapNode root = map(yaml("a: 'yes'\nb: \"1\"\nc: !!str 1\nd: |\n  no\n"));

        assertThat(root.entries())
                .extracting(entry -> ((ScalarNode) entry.value()).type())
                .containsOnly(ScalarType.STRING);
    }
}
