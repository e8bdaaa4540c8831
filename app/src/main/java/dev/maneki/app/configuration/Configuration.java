package dev.maneki.app.configuration;

import dev.maneki.resources.Finding;
import dev.maneki.resources.ResourceId;
import dev.maneki.resources.Severity;
import dev.maneki.resources.folder.FolderContent;
import dev.maneki.translate.Problem;
import dev.maneki.translate.Translation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
        Set<Finding> known = new HashSet<>(before.content.findings());
        List<Finding> findings = new ArrayList<>(content.findings());
        findings.removeIf(known::contains);
        if (translation.problems().isEmpty()) {
            return findings;
        }
        Set<Said> said = new HashSet<>();
        before.translation.problems().forEach(problem -> said.add(Said.in(problem)));
        for (Problem problem : translation.problems()) {
            if (!said.contains(Said.in(problem))) {
                findings.add(problem.located());
            }
        }
        return findings;
    }

    /** A problem without the resource itself: comparing those costs as much as reading them. */
    private record Said(ResourceId resource, String field, String message) {
        static Said in(Problem problem) {
            return new Said(problem.resource().id(), problem.field(), problem.message());
        }
    }
}
