package dev.maneki.app.gateway;

import dev.maneki.resources.kinds.Gateway;
import dev.maneki.resources.kinds.GatewayClass;
import dev.maneki.resources.kinds.Resource;
import dev.maneki.resources.kinds.Route;
import dev.maneki.translate.status.Condition;
import dev.maneki.translate.status.ResourceStatus;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A resource's status in a word and a sentence.
 *
 * @param state the condition that holds ({@code Programmed}, {@code Accepted}), or the reason of
 *     the first that should and does not
 * @param message what the reader must know; empty if all is well
 */
record Health(String state, String message) {
    /** Conditions that say something bad when they hold. */
    private static final Set<String> ALARMS = Set.of("Conflicted", "OverlappingTLSConfig");

    static Health of(ResourceStatus status) {
        return switch (status) {
            case ResourceStatus.OfGatewayClass of -> of("Accepted", of.conditions().stream());
            case ResourceStatus.OfGateway of ->
                    of(
                            "Programmed",
                            Stream.concat(
                                    of.conditions().stream(),
                                    of.listeners().stream().flatMap(Health::named)));
            case ResourceStatus.OfRoute of ->
                    of(
                            "Accepted",
                            of.parents().stream().flatMap(parent -> parent.conditions().stream()));
            case ResourceStatus.OfPolicy of ->
                    of.ancestors().isEmpty()
                            ? new Health("Unused", "no route of ours leads to its target")
                            : of(
                                    "Accepted",
                                    of.ancestors().stream()
                                            .flatMap(ancestor -> ancestor.conditions().stream()));
        };
    }

    /**
     * Of a resource that is told nothing: it is of a kind without a status, or not ours to judge.
     */
    static Health withoutStatus(Resource resource) {
        return switch (resource) {
            case Route route ->
                    new Health(
                            "NoParent", "it is attached to nothing: no Gateway here is its parent");
            case GatewayClass other ->
                    new Health(
                            "Ignored",
                            "it is of another controller, " + other.spec().controllerName());
            case Gateway other ->
                    new Health(
                            "Ignored",
                            "its GatewayClass "
                                    + other.spec().gatewayClassName()
                                    + " is of another controller");
            default -> new Health("Loaded", "");
        };
    }

    /** A listener's conditions, their messages saying whose they are. */
    private static Stream<Condition> named(ResourceStatus.OfListener listener) {
        return listener.conditions().stream()
                .map(
                        condition ->
                                new Condition(
                                        condition.type(),
                                        condition.status(),
                                        condition.reason(),
                                        "listener " + listener.name() + ": " + condition.message(),
                                        condition.observedGeneration()));
    }

    private static Health of(String good, Stream<Condition> conditions) {
        List<Condition> bad = conditions.filter(Health::isBad).toList();
        return bad.isEmpty()
                ? new Health(good, "")
                : new Health(bad.getFirst().reason(), bad.getFirst().message());
    }

    private static boolean isBad(Condition condition) {
        boolean holds = condition.status() == Condition.Status.TRUE;
        return ALARMS.contains(condition.type()) ? holds : !holds;
    }
}
