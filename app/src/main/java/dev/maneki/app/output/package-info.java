/**
 * What commands print: a {@link dev.maneki.app.output.Tree} of data for programs, a table for
 * people.
 *
 * <p>Start at {@link dev.maneki.app.output.OutputFormat}. Nothing here knows what is printed.
 */
@NullMarked
package dev.maneki.app.output;

import org.jspecify.annotations.NullMarked;
