package dev.maneki.app.cli;

import java.util.Iterator;
import java.util.Locale;

/** Kinds, for shell completion. */
final class KindCandidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Kinds.all().stream().map(kind -> kind.toLowerCase(Locale.ROOT)).iterator();
    }
}
