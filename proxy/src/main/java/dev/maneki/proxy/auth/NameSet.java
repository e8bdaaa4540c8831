package dev.maneki.proxy.auth;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.HeaderFields;
import java.util.List;

/** Some field names, or all of them. Immutable. */
final class NameSet {
    private final FieldName[] names;
    private final boolean all;

    private NameSet(List<String> names, boolean all) {
        this.names = names.stream().map(FieldName::of).toArray(FieldName[]::new);
        this.all = all;
    }

    /** These, and no others. */
    static NameSet only(List<String> names) {
        return new NameSet(names, false);
    }

    /** These; all if there are none. */
    static NameSet orAll(List<String> names) {
        return new NameSet(names, names.isEmpty());
    }

    /** Whether every name is in it. */
    boolean all() {
        return all;
    }

    /** The names, if they are not all. */
    FieldName[] names() {
        return names;
    }

    /** Whether the name of live field {@code i} is in it. */
    boolean contains(HeaderFields fields, int i) {
        if (all) {
            return true;
        }
        for (FieldName name : names) {
            if (fields.named(i, name)) {
                return true;
            }
        }
        return false;
    }
}
