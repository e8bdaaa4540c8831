package dev.maneki.resources.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One parsed document.
 *
 * @param root what was read; null where nothing was: an empty document, or one that breaks off.
 *     With problems, the root may be a part of what was meant: good for saying whose they are.
 * @param problems empty for a good document
 */
public record Document(@Nullable Node root, List<Problem> problems) {

    public Document {
        problems = List.copyOf(problems);
    }
}
