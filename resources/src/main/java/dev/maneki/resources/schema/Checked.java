package dev.maneki.resources.schema;

/**
 * A record whose fields bind each other: what the API's CRDs say as {@code
 * x-kubernetes-validations} (CEL). Checked once all fields are right by themselves, as the API
 * server does.
 */
public interface Checked {
    /** States every rule. Must not throw, whatever the record holds. */
    void check(Rules rules);
}
