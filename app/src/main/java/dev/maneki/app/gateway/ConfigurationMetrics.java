package dev.maneki.app.gateway;

import dev.maneki.proxy.metrics.MetricsRegistry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What is counted about configuration. Written by its thread, read by whoever scrapes. */
final class ConfigurationMetrics {
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable Served served;

    void serving(Served now) {
        served = now;
        changes.incrementAndGet();
    }

    void failed() {
        failures.incrementAndGet();
    }

    void register(MetricsRegistry registry) {
        registry.counter(
                "maneki_configuration_changes_total",
                "Times that a configuration was put in force, the first included.",
                changes::get);
        registry.counter(
                "maneki_configuration_failures_total",
                "Changes that a fault of Maneki's own kept from being taken over.",
                failures::get);
        registry.gauge(
                "maneki_configuration_last_change_timestamp_seconds",
                "When the configuration in force was put in force, in Unix time.",
                () -> of(now -> now.since().toEpochMilli() / 1000.0));
        registry.gauge(
                "maneki_configuration_resources",
                "Resources in force.",
                () -> of(now -> now.configuration().content().snapshot().size()));
        registry.gauge(
                "maneki_configuration_refused_resources",
                "Resources whose text is refused now; an earlier version of them may be in force.",
                () -> of(now -> now.configuration().refused()));
        registry.gauge(
                "maneki_configuration_warnings",
                "References that lead nowhere and other things that should be looked at.",
                () -> of(now -> now.configuration().warnings()));
        registry.gauge(
                "maneki_configuration_closed_sockets",
                "Sockets that a valid listener wants and that could not be opened.",
                () -> of(now -> now.failures().size()));
    }

    private double of(ToDoubleFunction<Served> value) {
        Served now = served;
        return now == null ? 0 : value.applyAsDouble(now);
    }
}
