package dev.maneki.proxy.metrics;

import java.time.Duration;
import java.time.Instant;

/**
 * What the process tells about its configuration. Register it, and report every load. Safe from any
 * thread.
 */
public final class ConfigMetrics implements Collector {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private long succeeded;
    private long failed;
    private long nanos;
    private double lastSuccessSeconds;
    private int accepted;
    private int refused;

    /**
     * A configuration came into force.
     *
     * @param at when
     * @param took from noticing the change to serving it
     * @param acceptedResources how many resources are in force
     * @param refusedResources how many are refused, whether or not an earlier version is in force
     */
    public synchronized void loaded(
            Instant at, Duration took, int acceptedResources, int refusedResources) {
        succeeded++;
        nanos += took.toNanos();
        lastSuccessSeconds = at.toEpochMilli() / MILLIS_PER_SECOND;
        accepted = acceptedResources;
        refused = refusedResources;
    }

    /** A configuration could not be read at all; the one before stays in force. */
    public synchronized void failed(Duration took) {
        failed++;
        nanos += took.toNanos();
    }

    @Override
    public synchronized void collect(PrometheusText out) {
        out.counter("maneki_config_loads_total", "Loads of the configuration, by result.");
        out.sample(succeeded, "result", "success");
        out.sample(failed, "result", "failure");
        out.gauge(
                "maneki_config_last_success_timestamp_seconds",
                "When configuration last came into force, since 1970; 0 for never.");
        out.sample(lastSuccessSeconds);
        out.summary(
                "maneki_config_load_duration_seconds",
                "Time from noticing a change to serving it.");
        out.summarySample(nanos / NANOS_PER_SECOND, succeeded + failed);
        out.gauge("maneki_config_resources", "Resources of the configuration, by state.");
        out.sample(accepted, "state", "accepted");
        out.sample(refused, "state", "refused");
    }
}
