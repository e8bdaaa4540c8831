package dev.maneki.resources.kinds;

import dev.maneki.resources.yaml.DocumentSplitter;
import dev.maneki.resources.yaml.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The documents of {@code broken-rules.yaml}, each of which breaks one rule of the CRDs. */
final class BrokenRules {
    private static final String FILE = "broken-rules.yaml";

    private BrokenRules() {}

    /**
     * @param rule the message of the rule in the CRD
     * @param field where the finding must point
     * @param says words that must be in the finding
     */
    record BrokenRule(String rule, String field, String says, Source document) {
        @Override
        public String toString() {
            return rule + " at " + field;
        }
    }

    static List<BrokenRule> all() {
        try (InputStream in = BrokenRules.class.getResourceAsStream(FILE)) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            String text = new String(bytes, StandardCharsets.UTF_8);
            return DocumentSplitter.split(FILE, text).stream().map(BrokenRules::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BrokenRule of(Source document) {
        String rule = header(document.text(), "# rule: ");
        String says = header(document.text(), "# says: ");
        return new BrokenRule(
                rule, header(document.text(), "# field: "), says.isEmpty() ? rule : says, document);
    }

    private static String header(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst()
                .orElse("");
    }
}
