package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Rules;
import java.util.OptionalInt;

/** A reference to something that listens on a port: a backend. */
public interface PortReference extends Reference {

    /** Always there for a Service. */
    OptionalInt port();

    /** States the rule that a Service is referred to with its port. */
    default void checkPort(Rules rules) {
        if (refersTo("", "Service") && port().isEmpty()) {
            rules.broken(
                    "port",
                    "Must have port for Service reference",
                    "add the port of Service " + name() + ", such as port: 8080");
        }
    }
}
