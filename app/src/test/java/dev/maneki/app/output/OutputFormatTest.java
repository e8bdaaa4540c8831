package dev.maneki.app.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class OutputFormatTest {
    private static final Tree TREE =
            Tree.object()
                    .with("name", "front: door")
                    .with("port", 8080)
                    .with("ready", true)
                    .with("none", List.of())
                    .with("empty", Tree.EMPTY)
                    .with("hosts", Tree.texts(List.of("a.example", "*.b.example")))
                    .with(
                            "listeners",
                            List.of(
                                    Tree.object()
                                            .with("name", "http")
                                            .with("kinds", Tree.texts(List.of("HTTPRoute")))
                                            .build(),
                                    Tree.object().with("name", "https").build()))
                    .with("nested", new Tree.Items(List.of(Tree.texts(List.of("x", "y")))))
                    .build();

    @Test
    void jsonIsReadBackAsItWas() {
        assertThat(Json.parse(OutputFormat.JSON.render(TREE, () -> ""))).isEqualTo(TREE);
    }

    @Test
    void yamlSaysTheSameAsJson() {
        assertThat(load(OutputFormat.YAML.render(TREE, () -> "")))
                .isEqualTo(load(OutputFormat.JSON.render(TREE, () -> "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "true",
                "no",
                "null",
                "~",
                "1",
                "0x10",
                "1e3",
                "a: b",
                "- a",
                "# c",
                "a #b",
                "*alias",
                "&anchor",
                "!tag",
                "line\nbreak",
                "\u0000",
                "'",
                "\"",
                "{",
                "[",
                "%",
                "@",
                " lead",
                "trail ",
                "a/b",
                "*.example.com",
                "2026-01-01",
                "y"
            })
    void everyTextSurvivesYaml(String text) {
        Tree tree = Tree.object().with("v", text).build();

        assertThat(load(Yaml.write(tree))).isEqualTo(Map.of("v", text));
    }

    @Test
    void theTableIsWhatTheCommandMakesOfIt() {
        assertThat(OutputFormat.TABLE.render(TREE, () -> "a table\n")).isEqualTo("a table\n");
    }

    @Test
    void whatIsNotJsonIsRefused() {
        assertThatThrownBy(() -> Json.parse("{\"a\":"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not JSON");
        assertThatThrownBy(() -> Json.parse("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void columnsAreAlignedAndLinesHaveNoBlanksAtTheirEnd() {
        TextTable table = new TextTable("KIND", "NAME");
        table.row("Gateway", "front");
        table.row("HTTPRoute", "");

        assertThat(table).hasToString("KIND        NAME\nGateway     front\nHTTPRoute   -\n");
    }

    private static Object load(String yaml) {
        return new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }
}
