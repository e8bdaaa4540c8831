package dev.maneki.resources.schema;

import dev.maneki.resources.yaml.Document;
import dev.maneki.resources.yaml.DocumentParser;
import dev.maneki.resources.yaml.Node;
import dev.maneki.resources.yaml.ScalarNode;
import dev.maneki.resources.yaml.ScalarType;
import dev.maneki.resources.yaml.Source;
import dev.maneki.resources.yaml.YamlLimits;

/** Nodes of the defaults that stand in annotations. */
final class Defaults {
    private Defaults() {}

    static Node node(Shape shape, String written) {
        return switch (shape) {
            case Shape.Text text -> new ScalarNode(written, ScalarType.STRING, 0, 0);
            case Shape.Scalar scalar -> new ScalarNode(written, ScalarType.STRING, 0, 0);
            case Shape.Choice choice -> new ScalarNode(written, ScalarType.STRING, 0, 0);
            case Shape.Whole whole -> new ScalarNode(written, ScalarType.INTEGER, 0, 0);
            case Shape.Truth truth -> new ScalarNode(written, ScalarType.BOOLEAN, 0, 0);
            case Shape.Sequence sequence -> json(written);
            case Shape.Dictionary dictionary -> json(written);
            case Shape.Structure structure -> json(written);
        };
    }

    private static Node json(String written) {
        Document document =
                new DocumentParser(YamlLimits.DEFAULT).parse(new Source("default", 1, written));
        Node root = document.root();
        if (root == null || !document.problems().isEmpty()) {
            throw new IllegalStateException("the default " + written + " is not JSON");
        }
        return root;
    }
}
