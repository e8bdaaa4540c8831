package dev.maneki.proxy.metrics;

/** A part of what a scrape tells. Called by the scraping thread; must not block on event loops. */
@FunctionalInterface
public interface Collector {
    /** Writes whole families; their names are nobody else's. */
    void collect(PrometheusText out);
}
