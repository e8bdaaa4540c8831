package dev.maneki.routing.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Route;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must not grow with the number of routes, counted rather than timed. */
class ScaleTest {
    private static final int MANY = 10_000;

    @ParameterizedTest
    @EnumSource
    void theLastOfTenThousandRoutesIsFoundInAsFewStepsAsAnOnlyOne(Shapes shape) {
        PortRouter<String> one = Models.compile(shape.port(1));
        PortRouter<String> many = Models.compile(shape.port(MANY));
        long[] steps = new long[MANY];

        for (int i = 0; i < MANY; i++) {
            steps[i] = steps(many, shape.request(i), "r" + (10_000 + i) + "#0");
        }

        long alone = steps(one, shape.request(0), "r10000#0");
        // A hash table has some collisions, and the index of Anchors is one step more than none.
        assertThat(Arrays.stream(steps).average().orElseThrow()).isLessThan(alone * 2 + 2.0);
        assertThat(Arrays.stream(steps).max().orElseThrow()).isLessThan(alone * 4 + 12);
    }

    @ParameterizedTest
    @EnumSource
    void aRequestThatNoRouteServesIsRefusedInFewStepsToo(Shapes shape) {
        PortRouter<String> many = Models.compile(shape.port(MANY));
        RequestHead head = shape.request(MANY);

        Steps.take();
        Decision<String> decision = many.match(head);

        assertThat(decision).isInstanceOf(Decision.NoRoute.class);
        assertThat(Steps.take()).isLessThan(30);
    }

    @ParameterizedTest
    @EnumSource
    void matchingAllocatesNothing(Shapes shape) {
        PortRouter<String> router = Models.compile(shape.port(100));
        RequestHead[] heads = new RequestHead[101];
        Arrays.setAll(heads, shape::request);
        matchAll(router, heads);

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        long before = threads.getThreadAllocatedBytes(thread);
        int found = matchAll(router, heads);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;

        assertThat(found).isEqualTo(200 * 100);
        // 20,200 matches: one object each would be at least 16 times as many bytes.
        assertThat(allocated).isLessThan(20_200);
    }

    @Test
    void anUpdateCompilesOnlyWhatChanged() {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            routes.add(Shapes.PATHS.route(i));
        }
        List<String> compiled = new ArrayList<>();
        RuleCompiler<String> compiler =
                (listener, settings, route, rule) -> {
                    compiled.add(route.id().name());
                    return Models.payload(listener, settings, route, rule);
                };
        PortRouter<String> first = PortRouter.compile(Shapes.PATHS.port(routes), compiler);
        compiled.clear();

        routes.set(50, Models.route("changed", "", Models.prefix("/changed")));
        PortRouter<String> second = first.update(Shapes.PATHS.port(routes), compiler);

        assertThat(compiled).containsExactly("changed");
        assertThat(second.match(Shapes.PATHS.request(49)))
                .isSameAs(first.match(Shapes.PATHS.request(49)));
        assertThat(second.match(Shapes.PATHS.request(50))).isInstanceOf(Decision.NoRoute.class);
        assertThat(second.match(Requests.get("h", "/changed/x"))).isInstanceOf(Entry.class);
        assertThat(first.match(Shapes.PATHS.request(50))).isInstanceOf(Entry.class);
    }

    @Test
    void aPortThatIsTheSameObjectIsTheSameRouter() {
        PortRouter<String> router = Models.compile(Shapes.PATHS.port(3));

        assertThat(router.update(router.port(), Models::payload)).isSameAs(router);
    }

    @Test
    void tablesDoNotGrowWithTheNumberOfChanges() {
        List<Route> routes = new ArrayList<>(List.of(Shapes.PATHS.route(0)));
        PortRouter<String> router = Models.compile(Shapes.PATHS.port(routes));

        for (int i = 1; i < 5_000; i++) {
            String host = i % 2 == 0 ? "" : "host" + i + ".example.com";
            routes.set(0, Models.route("r" + i, host, Models.prefix("/path" + i)));
            router = router.update(Shapes.PATHS.port(routes), Models::payload);
        }

        assertThat(router.places()).isLessThan(200);
        assertThat(router.match(Requests.get("host4999.example.com", "/path4999")))
                .isInstanceOf(Entry.class);
    }

    private static long steps(PortRouter<String> router, RequestHead head, String expected) {
        Steps.take();
        Decision<String> decision = router.match(head);
        long steps = Steps.take();
        assertThat(((Entry<String>) decision).payload()).isEqualTo(expected);
        return steps;
    }

    private static int matchAll(PortRouter<String> router, RequestHead[] heads) {
        int found = 0;
        for (int round = 0; round < 200; round++) {
            for (RequestHead head : heads) {
                if (router.match(head) instanceof Entry<String>) {
                    found++;
                }
            }
        }
        return found;
    }
}
