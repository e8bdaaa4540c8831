package dev.maneki.resources.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One parsed document.
 *
 * @param root what was read; null where nothing was
 * @param problems empty for a good document
 * @param complete whether the document was read to its end. Else the root is what came before the
 *     place where it breaks off: good for saying whose it is, and nothing more
 */
public record Document(@Nullable Node root, List<Problem> problems, boolean complete) {

    public Document {
        problems = List.copyOf(problems);
    }
}
