package dev.maneki.resources.folder;

import dev.maneki.resources.Finding;
import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.Reading;
import dev.maneki.resources.kinds.Resource;
import dev.maneki.resources.kinds.Updates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was read last.
 *
 * @param stamp what told it apart from other versions of itself
 * @param documents what was read; those of an earlier version where the file cannot be read now
 * @param inForce the resources that the file contributes: of now where they are good, of earlier
 *     where they are refused now
 * @param repeated resources that stand in the file again; the first counts
 * @param retained those of earlier
 * @param findings all that is wrong in the file
 */
record ReadFile(
        Stamp stamp,
        List<ReadDocument> documents,
        Map<ResourceId, Resource> inForce,
        List<Resource> repeated,
        Set<ResourceId> retained,
        List<Finding> findings) {

    /** A file that cannot be read at all: what came from it stays. */
    static ReadFile unreadable(Stamp stamp, @Nullable ReadFile before, Finding finding) {
        if (before == null) {
            return new ReadFile(stamp, List.of(), Map.of(), List.of(), Set.of(), List.of(finding));
        }
        return new ReadFile(
                stamp,
                before.documents,
                before.inForce,
                before.repeated,
                before.inForce.keySet(),
                List.of(finding));
    }

    static ReadFile of(Stamp stamp, @Nullable ReadFile before, List<ReadDocument> documents) {
        Map<ResourceId, Resource> last = before == null ? Map.of() : before.inForce;
        Map<ResourceId, Resource> inForce = new LinkedHashMap<>();
        List<Resource> repeated = new ArrayList<>(0);
        Set<ResourceId> retained = new HashSet<>(0);
        List<Finding> findings = new ArrayList<>(0);
        boolean unnamed = false;
        for (ReadDocument document : documents) {
            for (Reading reading : document.readings()) {
                findings.addAll(reading.findings());
                if (reading.resource().isPresent()) {
                    Resource resource = reading.resource().get();
                    ResourceId id = reading.id().orElseGet(resource::id);
                    Resource previous = last.get(id);
                    List<Finding> forbidden =
                            previous == null || previous == resource
                                    ? List.of()
                                    : Updates.check(previous, resource);
                    if (inForce.containsKey(id)) {
                        repeated.add(resource);
                    } else if (forbidden.isEmpty() || previous == null) {
                        inForce.put(id, resource);
                    } else {
                        findings.addAll(forbidden);
                        inForce.put(id, previous);
                        retained.add(id);
                    }
                } else if (reading.isRefused()) {
                    unnamed |= reading.id().isEmpty();
                    ResourceId id = reading.id().orElse(null);
                    Resource previous = id == null ? null : last.get(id);
                    if (id != null && previous != null && !inForce.containsKey(id)) {
                        inForce.put(id, previous);
                        retained.add(id);
                    }
                }
            }
        }
        if (unnamed) {
            // What does not say whose it is may be any of those that are missing now.
            last.forEach(
                    (id, resource) -> {
                        if (inForce.putIfAbsent(id, resource) == null) {
                            retained.add(id);
                        }
                    });
        }
        return new ReadFile(stamp, documents, inForce, repeated, retained, findings);
    }

    /** Whether resources that the file had are no longer in force. */
    boolean hasLostOf(@Nullable ReadFile before) {
        return before != null && !inForce.keySet().containsAll(before.inForce.keySet());
    }

    /** The documents by their text, to be known again. */
    Map<String, List<ReadDocument>> documentsByText() {
        Map<String, List<ReadDocument>> byText = HashMap.newHashMap(documents.size());
        for (ReadDocument document : documents) {
            byText.computeIfAbsent(document.source().text(), text -> new ArrayList<>(1))
                    .add(document);
        }
        return byText;
    }
}
