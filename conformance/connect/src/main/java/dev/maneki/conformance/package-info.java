/**
 * The programs that the official Connect conformance suite tests: {@link
 * dev.maneki.conformance.ServerProgram} and {@link dev.maneki.conformance.ClientProgram}. They
 * speak the suite's protocol on their standard input and output, and otherwise do nothing that a
 * user of the library could not.
 */
@NullMarked
package dev.maneki.conformance;

import org.jspecify.annotations.NullMarked;
