/**
 * One event loop and what belongs to it: timers, the flush queue, counters. Nothing of it is
 * shared, nothing locks.
 */
@NullMarked
package dev.maneki.proxy.worker;

import org.jspecify.annotations.NullMarked;
