package dev.maneki.proxy.metrics;

import java.util.HashSet;
import java.util.Set;

/**
 * Writes metrics in Prometheus' text exposition format, version 0.0.4: a family's {@code HELP} and
 * {@code TYPE}, then all of its samples. Not thread-safe.
 *
 * <p>Times are in seconds, sizes in bytes, a counter's name ends in {@code _total}.
 */
public final class PrometheusText {
    /** What an HTTP response with this text says it is. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double MICROS_PER_SECOND = 1e6;

    private final StringBuilder text = new StringBuilder(16 * 1024);
    private final Set<String> families = new HashSet<>();
    private String family = "";

    /**
     * Begins a counter: what only grows.
     *
     * @param name ends in {@code _total}
     */
    public void counter(String name, String help) {
        if (!name.endsWith("_total")) {
            throw new IllegalArgumentException("a counter's name ends in _total: " + name);
        }
        begin(name, "counter", help);
    }

    /** Begins a gauge: what comes and goes. */
    public void gauge(String name, String help) {
        begin(name, "gauge", help);
    }

    /** Begins a histogram, whose samples are written by {@link #histogramSample}. */
    public void histogram(String name, String help) {
        begin(name, "histogram", help);
    }

    /** Begins a sum with a count, written by {@link #summarySample}. */
    public void summary(String name, String help) {
        begin(name, "summary", help);
    }

    /**
     * A sample of the family begun.
     *
     * @param labels names and values by turns
     */
    public void sample(long value, String... labels) {
        line("", labels);
        text.append(' ').append(value).append('\n');
    }

    /** As {@link #sample(long, String...)}. */
    public void sample(double value, String... labels) {
        line("", labels);
        text.append(' ').append(number(value)).append('\n');
    }

    /** A summary's sum and count. */
    public void summarySample(double sum, long count, String... labels) {
        line("_sum", labels);
        text.append(' ').append(number(sum)).append('\n');
        line("_count", labels);
        text.append(' ').append(count).append('\n');
    }

    /** Reads a cell of a histogram: the buckets from 0, then the sum in microseconds. */
    @FunctionalInterface
    interface HistogramCells {
        long get(int cell);
    }

    /** A histogram's buckets, sum and count. */
    void histogramSample(HistogramCells cells, String... labels) {
        String[] bucketLabels = new String[labels.length + 2];
        System.arraycopy(labels, 0, bucketLabels, 0, labels.length);
        bucketLabels[labels.length] = "le";
        long count = 0;
        for (int i = 0; i < Histogram.BUCKETS; i++) {
            count += cells.get(i);
            bucketLabels[labels.length + 1] =
                    i == Histogram.BUCKETS - 1
                            ? "+Inf"
                            : number(Histogram.boundMicros(i) / MICROS_PER_SECOND);
            line("_bucket", bucketLabels);
            text.append(' ').append(count).append('\n');
        }
        // The count is what the buckets say, so that the two agree while workers go on counting.
        summarySample(cells.get(Histogram.sumCell()) / MICROS_PER_SECOND, count, labels);
    }

    /** All that was written. */
    @Override
    public String toString() {
        return text.toString();
    }

    private void begin(String name, String type, String help) {
        if (!families.add(name)) {
            throw new IllegalStateException("two metrics are called " + name);
        }
        family = name;
        text.append("# HELP ").append(name).append(' ');
        escape(help, false);
        text.append("\n# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void line(String suffix, String... labels) {
        text.append(family).append(suffix);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            escape(labels[i + 1], true);
            text.append('"');
        }
        if (labels.length > 0) {
            text.append('}');
        }
    }

    private void escape(String value, boolean quoted) {
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (unit == '\\') {
                text.append("\\\\");
            } else if (unit == '\n') {
                text.append("\\n");
            } else if (unit == '"' && quoted) {
                text.append("\\\"");
            } else {
                text.append(unit);
            }
        }
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
