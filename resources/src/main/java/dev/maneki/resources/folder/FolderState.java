package dev.maneki.resources.folder;

import dev.maneki.resources.Finding;
import dev.maneki.resources.Position;
import dev.maneki.resources.ResourceId;
import dev.maneki.resources.Severity;
import dev.maneki.resources.kinds.Resource;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.resources.snapshot.SnapshotChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files of a folder put together: of two that define one resource, the first by name counts.
 * Knows which file defines what, so that a change of one file costs no look at the resources of all
 * others.
 */
final class FolderState {
    private static final Comparator<Finding> BY_PLACE =
            Comparator.comparing((Finding finding) -> finding.position().file())
                    .thenComparing(finding -> finding.position().line())
                    .thenComparing(finding -> finding.position().column());

    private final TreeMap<String, ReadFile> files = new TreeMap<>();

    /** The files that define a resource, in order; almost always one. */
    private final Map<ResourceId, List<String>> definitions = new HashMap<>();

    /** Resources of more than one definition, in the order of their names. */
    private final Set<ResourceId> contested = new TreeSet<>();

    /** Resources that may not be as they are in the snapshot. */
    private final Set<ResourceId> touched = new HashSet<>();

    private Snapshot snapshot = Snapshot.empty();

    @Nullable ReadFile file(String name) {
        return files.get(name);
    }

    /** The files that a condition holds for. */
    List<String> names(Predicate<String> condition) {
        return files.keySet().stream().filter(condition).toList();
    }

    void put(String name, ReadFile now) {
        ReadFile before = files.put(name, now);
        Map<ResourceId, Resource> old = before == null ? Map.of() : before.inForce();
        for (ResourceId id : old.keySet()) {
            if (!now.inForce().containsKey(id)) {
                undefine(id, name);
            }
        }
        now.inForce()
                .forEach(
                        (id, resource) -> {
                            Resource previous = old.get(id);
                            if (previous == null) {
                                define(id, name);
                            } else if (previous != resource) {
                                touched.add(id);
                            }
                        });
    }

    void remove(String name) {
        ReadFile before = files.remove(name);
        if (before != null) {
            before.inForce().keySet().forEach(id -> undefine(id, name));
        }
    }

    private void define(ResourceId id, String file) {
        touched.add(id);
        List<String> known = definitions.putIfAbsent(id, List.of(file));
        if (known != null) {
            TreeSet<String> all = new TreeSet<>(known);
            all.add(file);
            definitions.put(id, List.copyOf(all));
            contested.add(id);
        }
    }

    private void undefine(ResourceId id, String file) {
        touched.add(id);
        List<String> known = definitions.getOrDefault(id, List.of());
        List<String> left = known.stream().filter(each -> !each.equals(file)).toList();
        if (left.isEmpty()) {
            definitions.remove(id);
        } else {
            definitions.put(id, left);
        }
        if (left.size() < 2) {
            contested.remove(id);
        }
    }

    /** The definition that counts; null where there is none. */
    private @Nullable Resource winner(ResourceId id) {
        List<String> known = definitions.get(id);
        return known == null ? null : definition(known.getFirst(), id);
    }

    private @Nullable Resource definition(String file, ResourceId id) {
        ReadFile read = files.get(file);
        return read == null ? null : read.inForce().get(id);
    }

    /** What is in force now, and what changed since this was asked last. */
    FolderContent content(Collection<Finding> failures) {
        List<Resource> put = new ArrayList<>();
        List<ResourceId> removed = new ArrayList<>();
        for (ResourceId id : touched) {
            Resource now = winner(id);
            if (now == null) {
                removed.add(id);
            } else if (snapshot.find(id).orElse(null) != now) {
                put.add(now);
            }
        }
        touched.clear();
        Set<ResourceId> retained = new HashSet<>();
        List<Finding> findings = new ArrayList<>(failures);
        findings.addAll(definedTwice());
        files.forEach(
                (name, file) -> {
                    findings.addAll(file.findings());
                    for (ResourceId id : file.retained()) {
                        if (definitions.getOrDefault(id, List.of(name)).getFirst().equals(name)) {
                            retained.add(id);
                        }
                    }
                });
        findings.sort(BY_PLACE);
        Snapshot before = snapshot;
        snapshot = before.with(put, removed).withRefused(refused(findings));
        return new FolderContent(
                snapshot,
                SnapshotChange.between(before, snapshot),
                findings,
                retained,
                files.size());
    }

    /** Of what is in force in no version: where it is refused. */
    private Map<ResourceId, Position> refused(List<Finding> findings) {
        Map<ResourceId, Position> refused = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.isError()) {
                finding.resource()
                        .filter(id -> !definitions.containsKey(id))
                        .ifPresent(id -> refused.putIfAbsent(id, finding.position()));
            }
        }
        return refused;
    }

    private List<Finding> definedTwice() {
        List<Finding> findings = new ArrayList<>();
        for (ResourceId id : contested) {
            List<String> known = definitions.getOrDefault(id, List.of());
            for (String file : known.subList(1, known.size())) {
                add(findings, definition(file, id), winner(id));
            }
        }
        for (ReadFile file : files.values()) {
            for (Resource repeated : file.repeated()) {
                add(findings, repeated, winner(repeated.id()));
            }
        }
        return findings;
    }

    private static void add(
            List<Finding> findings, @Nullable Resource second, @Nullable Resource first) {
        if (second == null || first == null) {
            return;
        }
        Position at = second.locate("metadata.name");
        Position counts = first.locate("metadata.name");
        findings.add(
                new Finding(
                        Severity.ERROR,
                        at,
                        Optional.of(second.id()),
                        "metadata.name",
                        "is defined at " + counts + " already, which counts",
                        "remove one of the two, or rename it"));
    }
}
