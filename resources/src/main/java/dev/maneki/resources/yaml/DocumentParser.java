package dev.maneki.resources.yaml;

/**
 * Text of one document to nodes. A file named {@code .json} is JSON alone; in any other, text that
 * is no YAML but is JSON is taken too, as Kubernetes does: JSON may be indented by tabs.
 */
public final class DocumentParser {
    private final YamlLimits limits;

    public DocumentParser(YamlLimits limits) {
        this.limits = limits;
    }

    /** Never throws: what is wrong with the text is in the document. Thread-safe. */
    public Document parse(Source source) {
        String text = source.text();
        if (source.file().endsWith(".json")) {
            return JsonText.parse(text, source.line(), limits);
        }
        Document yaml = YamlText.parse(text, source.line(), limits);
        if (!yaml.problems().isEmpty() && looksLikeJson(text)) {
            Document json = JsonText.parse(text, source.line(), limits);
            if (json.problems().isEmpty()) {
                return json;
            }
        }
        return yaml;
    }

    private static boolean looksLikeJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                return c == '{' || c == '[';
            }
        }
        return false;
    }
}
