/**
 * What the status of each resource says: the API's conditions, as plain records.
 *
 * <p>Start at {@link dev.maneki.translate.status.StatusReport}. Everything here is said by
 * translation alone, except what only the data plane can know ({@link
 * dev.maneki.translate.status.StatusReport#withBindFailures}). No clock enters, and nothing that
 * writes a status anywhere.
 */
@NullMarked
package dev.maneki.translate.status;

import org.jspecify.annotations.NullMarked;
