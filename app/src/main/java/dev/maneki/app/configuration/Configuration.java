package dev.maneki.app.configuration;

import dev.maneki.resources.Finding;
import dev.maneki.resources.Severity;
import dev.maneki.resources.folder.FolderContent;
import dev.maneki.translate.Problem;
import dev.maneki.translate.Translation;
import java.util.ArrayList;
import java.util.List;

/**
 * What the folder says at one moment, and what it comes to. Immutable.
 *
 * @param number counts the changes since the start, the first reading being 1
 * @param content what was read
 * @param translation what it comes to
 */
public record Configuration(long number, FolderContent content, Translation translation) {

    /** All that is wrong now, from reading and from translation; looks places up, so not cheap. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(content.findings());
        findings.addAll(translation.findings());
        return findings;
    }

    /** How many resources, or files, have something that is refused. */
    public long refused() {
        return content.findings().stream()
                .filter(Finding::isError)
                .map(Finding::resource)
                .distinct()
                .count();
    }

    /** How many warnings there are. */
    public long warnings() {
        long read = content.findings().stream().filter(finding -> !finding.isError()).count();
        return read
                + translation.problems().stream()
                        .filter(problem -> problem.severity() == Severity.WARNING)
                        .count();
    }

    /** What was not wrong in {@code before}. */
    public List<Finding> newFindings(Configuration before) {
        List<Finding> findings = new ArrayList<>(content.findings());
        findings.removeAll(before.content.findings());
        for (Problem problem : translation.problems()) {
            if (before.translation.problems().stream().noneMatch(old -> same(old, problem))) {
                findings.add(problem.located());
            }
        }
        return findings;
    }

    /** Not by the resources themselves: comparing those costs as much as reading them. */
    private static boolean same(Problem left, Problem right) {
        return left.field().equals(right.field())
                && left.message().equals(right.message())
                && left.resource().id().equals(right.resource().id());
    }
}
