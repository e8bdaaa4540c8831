/**
 * A folder of YAML and JSON as configuration: {@link dev.maneki.resources.folder.FolderReader}
 * reads it, and reads again what changed; {@link dev.maneki.resources.folder.FolderContent} is what
 * is in force then, and what is wrong.
 *
 * <p>Its promises: a bad resource costs only itself, and not even that while the process has a good
 * version of it; a resource whose text did not change is the same object as before. Nothing is
 * watched here, and no thread is kept.
 */
@NullMarked
package dev.maneki.resources.folder;

import org.jspecify.annotations.NullMarked;
