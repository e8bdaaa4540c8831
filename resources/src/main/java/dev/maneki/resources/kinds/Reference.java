package dev.maneki.resources.kinds;

import java.util.Optional;

/** A reference to another object, by group, kind, name and perhaps namespace. */
public interface Reference {

    /** The group of Gateway API's own kinds. */
    String GATEWAY_GROUP = "gateway.networking.k8s.io";

    /** Empty for core kinds. */
    String group();

    String kind();

    String name();

    /** As written; empty means the namespace of the referrer. */
    Optional<String> namespace();

    /** The namespace meant by a reference that stands in a resource of the namespace given. */
    default String namespaceFrom(String referrer) {
        return namespace().orElse(referrer);
    }

    default boolean refersTo(String group, String kind) {
        return group().equals(group) && kind().equals(kind);
    }
}
