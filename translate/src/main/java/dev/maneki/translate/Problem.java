package dev.maneki.translate;

import dev.maneki.resources.Finding;
import dev.maneki.resources.Severity;
import dev.maneki.resources.kinds.Resource;
import java.util.Optional;

/**
 * Something in a resource that does not lead where its writer wanted; a {@link Finding} whose place
 * in the file has not been looked up yet, as that costs a parse.
 *
 * @param severity an error where (a part of) the resource is not served because of what it says
 *     itself, a warning where it depends on others
 * @param resource whose
 * @param field path such as {@code spec.rules[0].backendRefs[1]}; empty for the whole
 * @param message what is wrong
 */
public record Problem(Severity severity, Resource resource, String field, String message) {
    /** A reference that leads nowhere, or a condition on others that does not hold. */
    public static Problem warning(Resource resource, String field, String message) {
        return new Problem(Severity.WARNING, resource, field, message);
    }

    /** Something that is not served. */
    public static Problem error(Resource resource, String field, String message) {
        return new Problem(Severity.ERROR, resource, field, message);
    }

    /** With its place in the file. */
    public Finding located() {
        return new Finding(
                severity, resource.locate(field), Optional.of(resource.id()), field, message, "");
    }
}
