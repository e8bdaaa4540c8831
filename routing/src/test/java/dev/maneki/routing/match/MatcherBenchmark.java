package dev.maneki.routing.match;

import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Port;
import dev.maneki.routing.model.Route;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prints what a match costs with 1, 1,000 and 10,000 routes, and what compiling and updating them
 * costs.
 *
 * <p>All figures are CPU time of the one thread. "last" is the same request again and again, for
 * the last route; "all" goes through the requests of all routes in an order that caches do not
 * like, and so also has the price of memory. Runs without assertions.
 */
public final class MatcherBenchmark {
    private static final int[] ROUTES = {1, 1_000, 10_000};
    private static final int ROUND = 200_000;
    private static final int ROUNDS = 15;

    private static long found;

    private MatcherBenchmark() {}

    /** Names of shapes, or nothing for all of them. */
    public static void main(String[] arguments) {
        List<Shapes> shapes =
                arguments.length == 0
                        ? List.of(Shapes.values())
                        : Arrays.stream(arguments).map(Shapes::valueOf).toList();
        System.out.printf("first compilation of 10,000 routes in this process:%n");
        compile(shapes.getFirst(), 1);
        System.out.printf(
                "%n%-12s %7s %10s %10s %10s%n", "ns per match", "routes", "first", "last", "all");
        for (int pass = 0; pass < 2; pass++) {
            for (Shapes shape : shapes) {
                for (int routes : ROUTES) {
                    match(shape, routes, pass > 0);
                }
            }
        }
        System.out.printf("%nthe same, warm:%n");
        for (Shapes shape : shapes) {
            compile(shape, 12);
        }
        if (found == 0) {
            throw new IllegalStateException("nothing was found");
        }
    }

    private static void match(Shapes shape, int routes, boolean print) {
        PortRouter<String> router = Models.compile(shape.port(routes));
        RequestHead[] first = {shape.request(0)};
        RequestHead[] last = {shape.request(routes - 1)};
        RequestHead[] all = new RequestHead[Math.min(routes, 1_000)];
        for (int i = 0; i < all.length; i++) {
            all[i] = shape.request((int) (i * 7_919L % routes));
        }
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
            best[0] = Math.min(best[0], measure(router, first));
            best[1] = Math.min(best[1], measure(router, last));
            best[2] = Math.min(best[2], measure(router, all));
        }
        if (print) {
            System.out.printf(
                    "%-12s %7d %10.1f %10.1f %10.1f%n",
                    shape.name().toLowerCase(), routes, best[0], best[1], best[2]);
        }
    }

    private static double measure(PortRouter<String> router, RequestHead[] heads) {
        long start = cpuTime();
        int at = 0;
        int count = 0;
        for (int i = 0; i < ROUND; i++) {
            if (router.match(heads[at]) instanceof Entry<String>) {
                count++;
            }
            at = at + 1 == heads.length ? 0 : at + 1;
        }
        found += count;
        return (cpuTime() - start) / (double) ROUND;
    }

    /** Of this thread: what others do on the machine is not counted. */
    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void compile(Shapes shape, int times) {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            routes.add(shape.route(i));
        }
        double compiled = Double.MAX_VALUE;
        double updated = Double.MAX_VALUE;
        for (int i = 0; i < times; i++) {
            Port port = shape.port(routes);
            long start = cpuTime();
            PortRouter<String> router = Models.compile(port);
            compiled = Math.min(compiled, (cpuTime() - start) / 1e6);
            routes.set(5_000, shape.route(20_000 + i));
            Port next = shape.port(routes);
            start = cpuTime();
            router.update(next, Models::payload);
            updated = Math.min(updated, (cpuTime() - start) / 1e6);
        }
        System.out.printf(
                "%-12s compile %8.2f ms, change one route %6.2f ms%n",
                shape.name().toLowerCase(), compiled, updated);
    }
}
