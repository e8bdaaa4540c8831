package dev.maneki.resources.kinds;

import dev.maneki.resources.Finding;
import dev.maneki.resources.ResourceId;
import java.util.List;
import java.util.Optional;

/**
 * What became of one resource that was read.
 *
 * @param id whose it is; empty where the text does not say
 * @param resource empty where it is refused, or of a kind that Maneki does not read
 * @param findings errors where it is refused, warnings otherwise
 */
public record Reading(
        Optional<ResourceId> id, Optional<Resource> resource, List<Finding> findings) {

    public Reading {
        findings = List.copyOf(findings);
    }

    /** Whether there was something to read and it is not taken. */
    public boolean isRefused() {
        return resource.isEmpty() && findings.stream().anyMatch(Finding::isError);
    }
}
