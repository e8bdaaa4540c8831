/**
 * The process: the command line, the folder watched, the admin address, the life from start to
 * drain.
 *
 * <p>{@link dev.maneki.app.cli} reads commands; {@code gateway} is the running gateway: folder in,
 * data plane served, status out; {@link dev.maneki.app.admin} answers questions about it; {@code
 * quickstart} is the tour. No logic of routing or translation lives here: this module only wires.
 */
@NullMarked
package dev.maneki.app;

import org.jspecify.annotations.NullMarked;
