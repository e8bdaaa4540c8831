package dev.maneki.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** Many callers that call for a while. */
final class Measurement {
    private volatile boolean over;

    boolean over() {
        return over;
    }

    /** Runs that many callers, and says what they counted as one line of JSON. */
    static String of(Caller caller, int callers, double seconds) throws InterruptedException {
        Measurement measurement = new Measurement();
        List<Tally> tallies = new ArrayList<>();
        List<CompletableFuture<?>> running = new ArrayList<>();
        long begun = System.nanoTime();
        for (int i = 0; i < callers; i++) {
            Tally tally = new Tally(measurement);
            tallies.add(tally);
            running.add(caller.start(tally));
        }
        Thread.sleep((long) (seconds * 1000));
        measurement.over = true;
        double took = (System.nanoTime() - begun) / 1e9;
        CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();

        long count = tallies.stream().mapToLong(Tally::count).sum();
        long[] latencies =
                tallies.stream()
                        .flatMapToLong(t -> LongStream.of(t.latencies()))
                        .sorted()
                        .toArray();
        return String.format(
                Locale.ROOT,
                "{\"count\": %d, \"seconds\": %.3f, \"p50_ms\": %.3f, \"p99_ms\": %.3f}",
                count,
                took,
                millis(latencies, 0.5),
                millis(latencies, 0.99));
    }

    private static double millis(long[] latencies, double share) {
        return latencies.length == 0 ? 0 : latencies[(int) (share * (latencies.length - 1))] / 1e6;
    }
}
