/**
 * The access log: one record per request, written by a thread that no request ever waits for.
 *
 * <p>Start at {@link dev.maneki.proxy.access.AccessRecord}, which the exchange fills, and {@link
 * dev.maneki.proxy.access.AccessLog}. On the event loop an {@link
 * dev.maneki.proxy.access.AccessFormat} turns each record into bytes in a buffer of that worker;
 * full buffers go to the writer thread, which gives them to an {@link
 * dev.maneki.proxy.access.AccessSink}, and come back empty. When the sink is too slow the buffers
 * run out, and whole records are dropped and counted.
 *
 * <p>What a record says is a stranger's: hosts, paths and agents are hostile bytes until a format
 * has escaped them. Objects per record, locks, and waiting for a disk may not enter.
 */
@NullMarked
package dev.maneki.proxy.access;

import org.jspecify.annotations.NullMarked;
