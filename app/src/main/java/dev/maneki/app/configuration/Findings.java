package dev.maneki.app.configuration;

import dev.maneki.app.output.Tree;
import dev.maneki.resources.Finding;
import dev.maneki.resources.ResourceId;
import java.util.Locale;

/** Findings as data. */
public final class Findings {
    private Findings() {}

    /** A finding with all its parts. */
    public static Tree.Fields tree(Finding finding) {
        Tree.Builder tree =
                Tree.object()
                        .with("severity", finding.severity().name().toLowerCase(Locale.ROOT))
                        .with("position", finding.position().toString())
                        .with("file", finding.position().file())
                        .with("line", finding.position().line())
                        .with("column", finding.position().column());
        finding.resource().ifPresent(id -> tree.with("resource", id(id)));
        return tree.withText("field", finding.field())
                .with("message", finding.message())
                .withText("remedy", finding.remedy())
                .build();
    }

    private static Tree id(ResourceId id) {
        return Tree.object()
                .with("kind", id.kind())
                .withText("namespace", id.namespace())
                .with("name", id.name())
                .build();
    }
}
