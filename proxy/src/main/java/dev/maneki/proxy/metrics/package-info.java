/**
 * What is counted: plain numbers that each worker adds to alone, read together when somebody
 * scrapes.
 *
 * <p>Start at {@link dev.maneki.proxy.metrics.WorkerMetrics}, which the event loops write, and
 * {@link dev.maneki.proxy.metrics.MetricsRegistry}, which hands out counters by route, listener and
 * backend, and writes all of it as Prometheus text. Counting is an addition to an array slot: names
 * are looked up when configuration is compiled, never for a request. The number of series is
 * bounded; beyond the bound everything falls under {@code _other}.
 *
 * <p>A metrics library is not used: its counters are shared by threads or looked up by labels,
 * which is what costs. Locks, and text made before somebody scrapes, may not enter.
 */
@NullMarked
package dev.maneki.proxy.metrics;

import org.jspecify.annotations.NullMarked;
