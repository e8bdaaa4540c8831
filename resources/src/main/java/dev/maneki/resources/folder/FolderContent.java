package dev.maneki.resources.folder;

import dev.maneki.resources.Finding;
import dev.maneki.resources.ResourceId;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.resources.snapshot.SnapshotChange;
import java.util.List;
import java.util.Set;

/**
 * What a folder says at one moment. Immutable.
 *
 * @param snapshot the resources in force
 * @param change what differs from the content before this
 * @param findings all that is wrong in the folder now, by file and line
 * @param retained resources whose text is refused now, and of which an earlier version is in force
 * @param files the number of files that were looked into, now or before
 */
public record FolderContent(
        Snapshot snapshot,
        SnapshotChange change,
        List<Finding> findings,
        Set<ResourceId> retained,
        int files) {

    public FolderContent {
        findings = List.copyOf(findings);
        retained = Set.copyOf(retained);
    }

    /** Whether anything is refused. */
    public boolean hasErrors() {
        return findings.stream().anyMatch(Finding::isError);
    }
}
