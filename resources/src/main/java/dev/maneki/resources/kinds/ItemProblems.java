package dev.maneki.resources.kinds;

import dev.maneki.resources.yaml.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The problems of the text of a list, sorted to the items they are in. */
final class ItemProblems {
    private static final String ITEM = "items[";

    private final List<Problem> ofList = new ArrayList<>(0);
    private final Map<String, List<Problem>> byIndex = new HashMap<>();

    private ItemProblems() {}

    /**
     * @param problems with paths that begin at the list
     */
    static ItemProblems of(List<Problem> problems) {
        ItemProblems sorted = new ItemProblems();
        problems.forEach(sorted::add);
        return sorted;
    }

    private void add(Problem problem) {
        String field = problem.field();
        int close = field.startsWith(ITEM) ? field.indexOf(']') : -1;
        if (close < 0) {
            ofList.add(problem);
            return;
        }
        String inner = field.substring(close + 1);
        byIndex.computeIfAbsent(field.substring(ITEM.length(), close), i -> new ArrayList<>())
                .add(
                        new Problem(
                                problem.line(),
                                problem.column(),
                                inner.startsWith(".") ? inner.substring(1) : inner,
                                problem.message(),
                                problem.remedy()));
    }

    /** Those of the list itself. */
    List<Problem> ofList() {
        return ofList;
    }

    /** Those of one item, with paths that begin at the item. */
    List<Problem> ofItem(int index) {
        return byIndex.getOrDefault(Integer.toString(index), List.of());
    }
}
