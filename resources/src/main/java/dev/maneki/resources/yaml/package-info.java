/**
 * YAML and JSON text to a small tree of nodes with places: {@link DocumentSplitter} cuts a file
 * into documents, {@link DocumentParser} makes nodes of one. Start at {@link Node}. Knows no kind
 * of resource.
 */
@NullMarked
package dev.maneki.resources.yaml;

import org.jspecify.annotations.NullMarked;
