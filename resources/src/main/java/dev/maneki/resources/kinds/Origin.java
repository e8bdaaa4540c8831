package dev.maneki.resources.kinds;

import dev.maneki.resources.Position;
import dev.maneki.resources.yaml.FieldPath;
import dev.maneki.resources.yaml.Source;

/**
 * Where a resource was written, and in which version of its API.
 *
 * <p>Equal to every other origin: where a resource stands does not make it another resource.
 *
 * @param apiVersion as written, such as {@code gateway.networking.k8s.io/v1beta1}
 * @param source the document
 * @param path of the resource in the document: empty, or {@code items[3]} in a list
 */
public record Origin(String apiVersion, Source source, String path) {

    public String file() {
        return source.file();
    }

    /** The first line of the resource. */
    public Position position() {
        return locate("");
    }

    /**
     * The place of a field such as {@code spec.rules[0].backendRefs[1].name}; of its nearest parent
     * where it is not written (a default). Parses the document again: for findings, not for every
     * request.
     */
    public Position locate(String field) {
        FieldPath.Place place = source.locate(FieldPath.join(path, field));
        return new Position(source.file(), place.line(), place.column());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Origin;
    }

    @Override
    public int hashCode() {
        return 1;
    }
}
