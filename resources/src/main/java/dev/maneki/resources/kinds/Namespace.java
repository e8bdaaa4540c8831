package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Given;
import dev.maneki.resources.schema.Tolerates;

/** A namespace, for its labels: listeners select namespaces by them. Core, v1. */
@Tolerates("spec")
public record Namespace(@Given Origin origin, @Given Metadata metadata) implements Resource {}
