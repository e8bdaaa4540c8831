/**
 * Records as schemas. A record component says by its type and annotations ({@link Text}, {@link
 * Range}, {@link Items}, ...) what the OpenAPI schema of the API says, and {@link Checked} what its
 * CEL rules say; the decoder reads nodes into records and reports everything that does not fit.
 * Knows no kind of resource.
 */
@NullMarked
package dev.maneki.resources.schema;

import org.jspecify.annotations.NullMarked;
