package dev.maneki.translate;

import java.util.List;
import java.util.Set;

/**
 * What translation must be told that stands in no resource.
 *
 * @param limits names of the limits that {@code limit.<name>} may set in a Gateway's parameters
 * @param addresses what {@code status.addresses} says of Gateways that ask for none: IP addresses,
 *     textual; may be empty
 */
public record TranslatorOptions(Set<String> limits, List<String> addresses) {
    /** No limit may be set, no address is told. */
    public static final TranslatorOptions DEFAULT = new TranslatorOptions(Set.of(), List.of());

    /** Copies both. */
    public TranslatorOptions {
        limits = Set.copyOf(limits);
        addresses = List.copyOf(addresses);
    }
}
