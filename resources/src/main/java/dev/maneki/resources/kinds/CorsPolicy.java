package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Given;
import dev.maneki.resources.schema.Required;

/**
 * What pages of other origins may do, for routes whose kind has no filter of its own for that: a
 * GRPCRoute names it by {@code extensionRef}. Group maneki.dev, v1alpha1.
 *
 * @param spec the same fields as the filter {@code CORS} of an HTTPRoute
 */
public record CorsPolicy(
        @Given Origin origin, @Given Metadata metadata, @Required HTTPFilter.CORS spec)
        implements Resource {
    /** Its group. */
    public static final String GROUP = "maneki.dev";
}
