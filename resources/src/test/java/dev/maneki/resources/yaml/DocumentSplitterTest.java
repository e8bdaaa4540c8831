package dev.maneki.resources.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentSplitterTest {

    private static List<String> split(String text) {
        return DocumentSplitter.split("a.yaml", text).stream()
                .map(source -> source.line() + "|" + source.text())
                .toList();
    }

    @Test
    void cutsAtMarkersAndCountsLines() {
        assertThat(split("a: 1\n---\nb: 2\n--- # why\nc: 3"))
                .containsExactly("1|a: 1\n", "2|---\nb: 2\n", "4|--- # why\nc: 3");
    }

    @Test
    void aFileOfOneDocumentIsThatDocument() {
        assertThat(split("---\na: 1\n")).containsExactly("1|---\na: 1\n");
        assertThat(split("a: 1")).containsExactly("1|a: 1");
    }

    @Test
    void commentsAndDirectivesGoWithTheDocumentAfterThem() {
        assertThat(split("# licence\n%YAML 1.2\n---\na: 1\n"))
                .containsExactly("1|# licence\n%YAML 1.2\n---\na: 1\n");
    }

    @Test
    void emptyDocumentsAreLeftOut() {
        assertThat(split("")).isEmpty();
        assertThat(split("---\n---\n\n# nothing\n---\n")).isEmpty();
        assertThat(split("---\n\n---\na: 1\n---\n")).hasSize(1);
    }

    @Test
    void aDocumentMayBeginOnTheLineOfItsMarker() {
        assertThat(split("--- {a: 1}\n--- {b: 2}\n")).hasSize(2);
    }

    @Test
    void threeDotsEndADocument() {
        assertThat(split("a: 1\n...\n%YAML 1.2\n---\nb: 2\n"))
                .containsExactly("1|a: 1\n...\n", "3|%YAML 1.2\n---\nb: 2\n");
    }

    @Test
    void dashesWithinTextAreNoMarkers() {
        assertThat(split("a: |\n  ---\n  x\nb: ---x\n---y: 1\n")).hasSize(1);
    }

    @Test
    void carriageReturnsAreNoContent() {
        assertThat(split("---\r\na: 1\r\n---\r\nb: 2\r\n"))
                .containsExactly("1|---\r\na: 1\r\n", "3|---\r\nb: 2\r\n");
    }
}
