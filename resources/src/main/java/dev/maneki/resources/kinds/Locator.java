package dev.maneki.resources.kinds;

import dev.maneki.resources.Position;
import dev.maneki.resources.yaml.DocumentParser;
import dev.maneki.resources.yaml.FieldPath;
import dev.maneki.resources.yaml.Node;
import dev.maneki.resources.yaml.Source;
import dev.maneki.resources.yaml.YamlLimits;

/** Finds the place of a field by parsing its document again. */
final class Locator {
    private static final DocumentParser PARSER = new DocumentParser(YamlLimits.DEFAULT);

    private Locator() {}

    static Position locate(Source source, String path, String field) {
        Node node = PARSER.parse(source).root();
        if (node == null) {
            return new Position(source.file(), source.line(), 0);
        }
        FieldPath.Place place = FieldPath.locate(node, FieldPath.join(path, field));
        return new Position(source.file(), place.line(), place.column());
    }
}
