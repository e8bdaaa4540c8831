package dev.maneki.resources.yaml;

/** Text of one document to nodes: as JSON where it looks like it and is, else as YAML. */
public final class DocumentParser {
    private final YamlLimits limits;

    public DocumentParser(YamlLimits limits) {
        this.limits = limits;
    }

    /** Never throws: what is wrong with the text is in the document. Thread-safe. */
    public Document parse(Source source) {
        return parse(source.text(), source.line(), source.file().endsWith(".json"));
    }

    private Document parse(String text, int firstLine, boolean jsonOnly) {
        if (jsonOnly || looksLikeJson(text)) {
            // Kubernetes does the same: JSON indented by tabs is not YAML.
            Document json = JsonText.parse(text, firstLine, limits);
            if (jsonOnly || json.problems().isEmpty()) {
                return json;
            }
        }
        return YamlText.parse(text, firstLine, limits);
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
