package dev.maneki.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private final PrometheusText out = new PrometheusText();

    @Test
    void writesHelpTypeAndSamples() {
        out.counter("a_total", "Counts a\nand \\ b.");
        out.sample(3, "x", "1", "y", "2");
        out.gauge("b", "Is b.");
        out.sample(0.25);
        out.sample(Double.POSITIVE_INFINITY, "z", "");

        assertThat(out)
                .hasToString(
                        """
                        # HELP a_total Counts a\\nand \\\\ b.
                        # TYPE a_total counter
                        a_total{x="1",y="2"} 3
                        # HELP b Is b.
                        # TYPE b gauge
                        b 0.25
                        b{z=""} +Inf
                        """);
    }

    @Test
    void escapesLabels() {
        out.gauge("a", "Is a.");
        out.sample(1, "l", "q\" b\\ n\n");

        assertThat(out.toString()).endsWith("a{l=\"q\\\" b\\\\ n\\n\"} 1\n");
        Exposition.parse(out.toString());
    }

    @Test
    void histogramsAddUp() {
        Cells cells = new Cells(Histogram.SIZE);
        Histogram.record(cells, 0, 100);
        Histogram.record(cells, 0, 101);
        Histogram.record(cells, 0, 3_600_000_000L);
        Histogram.record(cells, 0, -5);
        out.histogram("h_seconds", "Takes h.");
        out.histogramSample(cells::get, "l", "v");

        Exposition exposition = Exposition.parse(out.toString());

        assertThat(exposition.value("h_seconds_bucket{l=\"v\",le=\"1.0E-4\"}")).isEqualTo(2);
        assertThat(exposition.value("h_seconds_bucket{l=\"v\",le=\"2.5E-4\"}")).isEqualTo(3);
        assertThat(exposition.value("h_seconds_bucket{l=\"v\",le=\"60\"}")).isEqualTo(3);
        assertThat(exposition.value("h_seconds_bucket{l=\"v\",le=\"+Inf\"}")).isEqualTo(4);
        assertThat(exposition.value("h_seconds_count{l=\"v\"}")).isEqualTo(4);
        assertThat(exposition.value("h_seconds_sum{l=\"v\"}")).isEqualTo(3600.000201);
    }

    @Test
    void aFamilyCannotComeTwice() {
        out.gauge("a", "Is a.");

        assertThatThrownBy(() -> out.gauge("a", "Is a."))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two metrics are called a");
    }

    @Test
    void aCounterIsCalledTotal() {
        assertThatThrownBy(() -> out.counter("a", "Counts a."))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theReaderOfTheseTestsIsStrict() {
        String family = "# HELP a Is a.\n# TYPE a gauge\n";
        for (String bad :
                new String[] {
                    "a 1\n",
                    family + "a 1",
                    family + "b 1\n",
                    family + "a 1\na 2\n",
                    family + family,
                    family + "a{l=\"\"\"} 1\n",
                    family + "a{l=\"\\x\"} 1\n",
                    "# HELP a Is a.\n# TYPE a counter\na 1\n",
                    "# HELP h Is h.\n# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_count 1\n",
                    "# HELP h Is h.\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_count 2\n",
                }) {
            assertThatThrownBy(() -> Exposition.parse(bad)).as(bad).isInstanceOf(Throwable.class);
        }
    }
}
