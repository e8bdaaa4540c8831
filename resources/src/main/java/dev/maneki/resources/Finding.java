package dev.maneki.resources;

import java.util.Optional;

/**
 * Something wrong in what was read, told so that the writer can mend it without asking anyone.
 *
 * @param severity whether the resource is refused
 * @param position the value, or the key, that is wrong
 * @param resource whose; empty where the text is too broken to say
 * @param field path such as {@code spec.rules[0].matches[0].path.value}; empty for the resource as
 *     a whole
 * @param message what is wrong, in the words of the API where it has words for it
 * @param remedy what to write instead; empty where the message already says it
 */
public record Finding(
        Severity severity,
        Position position,
        Optional<ResourceId> resource,
        String field,
        String message,
        String remedy) {

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** One line: place, severity, resource, field, message, remedy. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(160);
        line.append(position).append(": ");
        line.append(severity == Severity.ERROR ? "error: " : "warning: ");
        resource.ifPresent(id -> line.append(id).append(": "));
        if (!field.isEmpty()) {
            line.append(field).append(": ");
        }
        line.append(message);
        if (!remedy.isEmpty()) {
            line.append("; ").append(remedy);
        }
        return line.toString();
    }
}
