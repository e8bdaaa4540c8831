/**
 * What is in force at one moment: {@link dev.maneki.resources.snapshot.Snapshot}, immutable and
 * indexed, and {@link dev.maneki.resources.snapshot.SnapshotChange}, what differs between two of
 * them. A resource that did not change is the same object in both, so that whoever derives
 * something from a resource may remember it by identity. No policy, no files.
 */
@NullMarked
package dev.maneki.resources.snapshot;

import org.jspecify.annotations.NullMarked;
