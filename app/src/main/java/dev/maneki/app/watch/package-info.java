/**
 * Notices that files of a folder change.
 *
 * <p>Start at {@link dev.maneki.app.watch.FolderWatcher}. What the files say is of no matter here.
 */
@NullMarked
package dev.maneki.app.watch;

import org.jspecify.annotations.NullMarked;
