package dev.maneki.routing.match;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Entries that go and entries that come, at one place of a table. */
final class Change<A> {
    private final Set<Entry<A>> removed = Collections.newSetFromMap(new IdentityHashMap<>(4));
    private final List<Entry<A>> added = new ArrayList<>(2);

    Set<Entry<A>> removed() {
        return removed;
    }

    List<Entry<A>> added() {
        return added;
    }
}
