/**
 * The command line: each command a class, reading its options and printing what the rooms below
 * have to say.
 *
 * <p>Start at {@link dev.maneki.app.cli.Maneki}. Data goes to standard output, messages to standard
 * error; exit codes are {@link dev.maneki.app.cli.ExitCode}. Commands decide nothing about routing.
 */
@NullMarked
package dev.maneki.app.cli;

import org.jspecify.annotations.NullMarked;
