package dev.maneki.routing.model;

import java.util.List;

/**
 * Where two lists differ: what stands before {@code from}, and what stands after the ends, are the
 * same objects in both. The lists of a model are long and change in one place, and an unchanged
 * part keeps its identity: so this is found without a look at any part.
 *
 * @param from the first place that differs, in both lists
 * @param beforeEnd behind the last that differs, in the earlier list
 * @param afterEnd behind the last that differs, in the later list
 */
public record ChangedSpan(int from, int beforeEnd, int afterEnd) {

    /** The shortest such span; of length 0 in both where nothing differs. */
    @SuppressWarnings("ReferenceEquality") // identity is what it is about
    public static <T> ChangedSpan between(List<T> before, List<T> after) {
        if (before == after) {
            return new ChangedSpan(0, 0, 0);
        }
        int from = 0;
        int shorter = Math.min(before.size(), after.size());
        while (from < shorter && before.get(from) == after.get(from)) {
            from++;
        }
        int beforeEnd = before.size();
        int afterEnd = after.size();
        while (beforeEnd > from
                && afterEnd > from
                && before.get(beforeEnd - 1) == after.get(afterEnd - 1)) {
            beforeEnd--;
            afterEnd--;
        }
        return new ChangedSpan(from, beforeEnd, afterEnd);
    }
}
