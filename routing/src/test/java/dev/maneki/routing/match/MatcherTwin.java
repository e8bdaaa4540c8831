package dev.maneki.routing.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Port;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** Compares the matcher with {@link NaiveRouter}. */
final class MatcherTwin {
    private MatcherTwin() {}

    /** One port, a few requests; then the port changes, and some more. */
    static void check(RandomCases cases, int requests) {
        Port port = cases.port();
        PortRouter<String> router = Models.compile(port);
        check(port, router, cases, requests);
        for (int i = 0; i < 3; i++) {
            port = cases.changed(port);
            router = router.update(port, Models::payload);
            check(port, router, cases, requests);
        }
    }

    private static void check(
            Port port, PortRouter<String> router, RandomCases cases, int requests) {
        for (int i = 0; i < requests; i++) {
            NaiveRouter.Request request = cases.request();
            RequestHead head = head(request);
            String expected = NaiveRouter.decide(port, request);

            assertThat(text(router.match(head)))
                    .describedAs("%s\n%s\n%s", head, head.fields(), port)
                    .isEqualTo(expected);
            if (i % 8 == 0) {
                checkExplanation(port, router, head);
            }
        }
    }

    private static void checkExplanation(Port port, PortRouter<String> router, RequestHead head) {
        Explanation<String> explanation = router.explain(head);
        Map<Entry<String>, Boolean> seen = new IdentityHashMap<>();
        Set<String> entries = new HashSet<>();
        assertThat(explanation.decision()).isSameAs(router.match(head));
        if (explanation.decision() instanceof Entry<String> winner) {
            seen.put(winner, true);
            entries.add(winner.toString());
        }
        for (Explanation.Rejection<String> rejection : explanation.rejected()) {
            assertThat(seen.put(rejection.entry(), true)).isNull();
            entries.add(rejection.entry().toString());
            assertThat(rejection.reason().text()).isNotEmpty();
        }
        long expected =
                port.listeners().stream()
                        .flatMap(listener -> listener.routes().stream())
                        .flatMap(route -> route.rules().stream())
                        .mapToLong(rule -> rule.matches().size())
                        .sum();
        assertThat(entries).hasSize((int) expected);
    }

    private static RequestHead head(NaiveRouter.Request request) {
        String target = request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
        RequestHead head = Requests.request(request.method(), request.host(), target);
        for (String[] field : request.fields()) {
            byte[] name = field[0].getBytes(StandardCharsets.ISO_8859_1);
            byte[] value = field[1].getBytes(StandardCharsets.ISO_8859_1);
            head.fields().add(name, 0, name.length, value, 0, value.length);
            head.fields().add(FieldName.of("dead"), "x");
            head.fields().remove(head.fields().size() - 1);
        }
        return head;
    }

    private static String text(Decision<String> decision) {
        return switch (decision) {
            case Entry<String> entry -> entry.payload() + "#" + entry.matchIndex();
            case Decision.NoRoute<String> none -> "no route on " + none.listener().listener();
            case Decision.NoListener<String> _ -> "no listener";
            case Decision.Misdirected<String> _ -> "misdirected";
        };
    }
}
