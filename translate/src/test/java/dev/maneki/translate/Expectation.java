package dev.maneki.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.resources.ResourceId;
import dev.maneki.translate.status.Condition;
import dev.maneki.translate.status.ResourceStatus;
import java.util.List;
import java.util.Optional;

/**
 * What the API demands of one condition, as a line of a test case:
 *
 * <pre>
 * # expect: HTTPRoute/shop/cart[gw] Accepted=False NoMatchingParent
 * # expect: Gateway/shop/gw[https] Programmed=True Programmed
 * # expect: Gateway/shop/gw Conflicted=Absent
 * # expect: Gateway/shop/gw[https] attachedRoutes=2
 * # expect: HTTPRoute/shop/other no-status
 * </pre>
 *
 * <p>In brackets stands the listener of a Gateway, the parent of a route, the ancestor of a policy.
 */
record Expectation(ResourceId resource, String part, String what, String reason) {
    private static final String MARK = "# expect: ";

    static List<Expectation> in(String text) {
        return text.lines().filter(line -> line.startsWith(MARK)).map(Expectation::parse).toList();
    }

    private static Expectation parse(String line) {
        String[] words = line.substring(MARK.length()).strip().split("\\s+", 3);
        String id = words[0];
        String part = "";
        int bracket = id.indexOf('[');
        if (bracket >= 0) {
            part = id.substring(bracket + 1, id.length() - 1);
            id = id.substring(0, bracket);
        }
        String[] names = id.split("/", -1);
        return new Expectation(
                new ResourceId(
                        names[0], names.length == 3 ? names[1] : "", names[names.length - 1]),
                part,
                words[1],
                words.length > 2 ? words[2] : "");
    }

    void check(Translation translation) {
        Optional<ResourceStatus> status = translation.status().of(resource);
        if (what.equals("no-status")) {
            assertThat(status).as(toString()).isEmpty();
            return;
        }
        assertThat(status).as(toString()).isPresent();
        if (what.startsWith("attachedRoutes=")) {
            assertThat("attachedRoutes=" + listener(status.get()).attachedRoutes())
                    .as(toString())
                    .isEqualTo(what);
            return;
        }
        List<Condition> conditions = conditions(status.get());
        String type = what.substring(0, what.indexOf('='));
        String found =
                conditions.stream()
                        .filter(condition -> condition.type().equals(type))
                        .findFirst()
                        .map(
                                condition ->
                                        type + "=" + condition.status() + " " + condition.reason())
                        .orElse(type + "=Absent ");
        assertThat(found).as(toString()).isEqualTo(what + " " + reason);
    }

    private ResourceStatus.OfListener listener(ResourceStatus status) {
        return ((ResourceStatus.OfGateway) status)
                .listeners().stream()
                        .filter(each -> each.name().equals(part))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no listener for " + this));
    }

    private List<Condition> conditions(ResourceStatus status) {
        return switch (status) {
            case ResourceStatus.OfGatewayClass of -> of.conditions();
            case ResourceStatus.OfGateway of ->
                    part.isEmpty() ? of.conditions() : listener(of).conditions();
            case ResourceStatus.OfRoute of ->
                    of.parents().stream()
                            .filter(each -> part.isEmpty() || isPart(each.parentRef()))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no parent for " + this))
                            .conditions();
            case ResourceStatus.OfPolicy of ->
                    of.ancestors().stream()
                            .filter(each -> part.isEmpty() || isPart(each.ancestorRef()))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no ancestor for " + this))
                            .conditions();
        };
    }

    private boolean isPart(dev.maneki.resources.kinds.ParentReference reference) {
        String section = reference.sectionName().map(name -> "/" + name).orElse("");
        return part.equals(reference.name() + section);
    }
}
