package dev.maneki.resources.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects problems, and keeps the first of them: nobody reads a thousand, and a file may well hold
 * a million. One thread at a time.
 */
public final class Problems {
    /** The most problems that are kept of one resource. */
    public static final int KEPT = 100;

    private final List<Problem> kept = new ArrayList<>(0);
    private int count;

    public Problems() {}

    /** Begins with problems that were found before. */
    public Problems(List<Problem> before) {
        before.forEach(this::add);
    }

    public void add(Problem problem) {
        count++;
        if (kept.size() < KEPT) {
            kept.add(problem);
        }
    }

    /** Counts a problem that need not be described, as it would not be kept. */
    public void addUnseen() {
        count++;
    }

    /** Whether further problems are only counted. */
    public boolean isFull() {
        return kept.size() >= KEPT;
    }

    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Those that were kept, and if there were more, one that says so. */
    public List<Problem> list() {
        if (count <= kept.size()) {
            return List.copyOf(kept);
        }
        List<Problem> list = new ArrayList<>(kept);
        Problem last = kept.isEmpty() ? new Problem(1, 1, "", "", "") : kept.getLast();
        int more = count - kept.size();
        list.add(new Problem(last.line(), last.column(), "", more + " more problems follow", ""));
        return list;
    }
}
