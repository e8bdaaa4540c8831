package dev.maneki.resources.yaml;

/**
 * How much a file may ask of its reader. What is over a limit is a finding at the place where the
 * limit was met.
 *
 * @param fileBytes the size of a file
 * @param documents the documents of a file
 * @param depth how deep maps and lists stand in each other; the deepest API has about 20
 * @param nodes keys and values of one document
 * @param aliasedNodes nodes that aliases repeat in one document, counted each time: the guard
 *     against a few lines that unfold to billions
 */
public record YamlLimits(int fileBytes, int documents, int depth, int nodes, int aliasedNodes) {

    /** 32 MiB, 50,000 documents, 100 deep, 2 million nodes, 100,000 of them by aliases. */
    public static final YamlLimits DEFAULT =
            new YamlLimits(32 << 20, 50_000, 100, 2_000_000, 100_000);
}
