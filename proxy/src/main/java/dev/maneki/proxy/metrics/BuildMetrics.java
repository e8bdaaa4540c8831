package dev.maneki.proxy.metrics;

/**
 * Which build this is: a constant 1 with the answer in its labels.
 *
 * @param version the project's version
 * @param revision the commit it was built from; empty if not known
 */
public record BuildMetrics(String version, String revision) implements Collector {
    @Override
    public void collect(PrometheusText out) {
        out.gauge("maneki_build_info", "The build; always 1.");
        out.sample(1, "version", version, "revision", revision);
    }
}
