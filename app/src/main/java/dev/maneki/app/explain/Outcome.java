package dev.maneki.app.explain;

import dev.maneki.app.output.Tree;
import dev.maneki.proxy.bridge.BridgePlan;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.EndpointTable.Endpoint;
import dev.maneki.routing.model.Filter;
import dev.maneki.routing.model.Rpc;
import dev.maneki.routing.model.Rule;
import dev.maneki.routing.model.WeightedBackend;
import dev.maneki.translate.Translation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a rule does with a request: action, status where it is known, filters, backends. */
final class Outcome {
    private final Translation translation;
    private final RequestHead head;
    private final Rule rule;

    Outcome(Translation translation, RequestHead head, Rule rule) {
        this.translation = translation;
        this.head = head;
        this.rule = rule;
    }

    void describe(Tree.Builder answer) {
        action(answer);
        answer.with("filters", rule.filters().stream().map(Describe::filter).toList());
        answer.with("backends", rule.backends().stream().map(this::backend).toList());
        rule.timeouts().request().ifPresent(t -> answer.with("requestTimeout", Describe.text(t)));
        rule.timeouts()
                .backendRequest()
                .ifPresent(t -> answer.with("backendRequestTimeout", Describe.text(t)));
        rule.retry().ifPresent(retry -> answer.with("retry", Describe.retry(retry)));
        rule.sessionPersistence()
                .ifPresent(
                        session ->
                                answer.with(
                                        "sessionPersistence",
                                        Tree.object()
                                                .with("type", Describe.word(session.type()))
                                                .with("sessionName", session.sessionName())
                                                .build()));
    }

    /** In the order in which the gateway acts. */
    private void action(Tree.Builder answer) {
        if (isPreflight() && filters(Filter.Cors.class).findAny().isPresent()) {
            answer.with("action", "respond")
                    .with("status", 204)
                    .with("message", "a CORS preflight request is answered by the gateway");
            return;
        }
        Optional<BackendId> silent =
                filters(Filter.ExternalAuth.class)
                        .map(Filter.ExternalAuth::server)
                        .filter(server -> !reachable(server))
                        .findFirst();
        if (silent.isPresent()) {
            reject(
                    answer,
                    503,
                    "auth_unreachable",
                    "the authorization server " + silent.get() + " has no endpoint now");
            return;
        }
        Optional<Filter.Redirect> redirect = filters(Filter.Redirect.class).findFirst();
        if (redirect.isPresent()) {
            answer.with("action", "redirect").with("status", redirect.get().status());
            return;
        }
        List<WeightedBackend> chosen =
                rule.backends().stream().filter(backend -> backend.weight() > 0).toList();
        if (chosen.isEmpty()) {
            reject(answer, 500, "backend_invalid", "the rule has no backend with a weight");
        } else if (chosen.stream()
                .allMatch(each -> each.target() instanceof BackendTarget.Unresolved)) {
            reject(answer, 500, "backend_invalid", "no backend of the rule resolves");
        } else if (chosen.stream().noneMatch(this::reachable)) {
            answer.with("action", "forward")
                    .with("status", 503)
                    .with("reason", "no_endpoint")
                    .with("message", "no backend of the rule has an endpoint now");
        } else {
            answer.with("action", "forward");
        }
    }

    private <F extends Filter> Stream<F> filters(Class<F> type) {
        return rule.filters().stream().filter(type::isInstance).map(type::cast);
    }

    private static void reject(Tree.Builder answer, int status, String reason, String message) {
        answer.with("action", "reject")
                .with("status", status)
                .with("reason", reason)
                .with("message", message);
    }

    private boolean isPreflight() {
        return head.method().equals("OPTIONS")
                && head.fields().contains(FieldNames.ORIGIN)
                && head.fields().contains(FieldNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    private boolean reachable(WeightedBackend weighted) {
        return weighted.target() instanceof BackendTarget.Resolved(BackendId id) && reachable(id);
    }

    private boolean reachable(BackendId id) {
        return translation.model().backends().get(id) instanceof Backend backend
                && switch (backend.source()) {
                    case Backend.EndpointSource.Slices slices ->
                            !translation.endpoints().endpoints(slices.service()).isEmpty();
                    case Backend.EndpointSource.External _ -> true;
                };
    }

    private Tree backend(WeightedBackend weighted) {
        Tree.Builder tree = Tree.object();
        switch (weighted.target()) {
            case BackendTarget.Resolved(BackendId id) -> {
                tree.with("namespace", id.namespace())
                        .with("name", id.service())
                        .with("port", id.port())
                        .with("weight", weighted.weight());
                Backend backend = translation.model().backends().get(id);
                if (backend != null) {
                    tree.with("protocol", Describe.word(backend.protocol()))
                            .with("tls", backend.tls().isPresent());
                    weighted.rpc().ifPresent(rpc -> tree.with("bridge", bridge(rpc)));
                    tree.with("endpoints", Tree.texts(endpoints(backend)));
                }
            }
            case BackendTarget.Unresolved(String reference, String reason, String message) -> {
                reference(tree, reference);
                tree.with("weight", weighted.weight())
                        .with("reason", reason)
                        .with("message", message);
            }
        }
        if (!weighted.filters().isEmpty()) {
            tree.with("filters", weighted.filters().stream().map(Describe::filter).toList());
        }
        return tree.build();
    }

    /**
     * Which protocol of calls goes in and which goes out; for what is no call yet, those it may be.
     */
    private String bridge(Rpc rpc) {
        String in = BridgePlan.protocolName(head);
        String out = rpc.protocol().title();
        return (in.isEmpty() ? "connect, grpc-web, grpc" : in)
                + " → "
                + out
                + (in.equals(out) ? ", as it is" : "");
    }

    /** {@code namespace/name:port} in its parts; the port may be missing. */
    private static void reference(Tree.Builder tree, String reference) {
        int slash = reference.indexOf('/');
        int colon = reference.lastIndexOf(':');
        tree.with("namespace", reference.substring(0, Math.max(0, slash)))
                .with(
                        "name",
                        reference.substring(slash + 1, colon < slash ? reference.length() : colon));
        if (colon > slash && reference.substring(colon + 1).matches("\\d{1,5}")) {
            tree.with("port", Integer.parseInt(reference.substring(colon + 1)));
        }
    }

    private List<String> endpoints(Backend backend) {
        return switch (backend.source()) {
            case Backend.EndpointSource.Slices slices ->
                    translation.endpoints().endpoints(slices.service()).stream()
                            .map(Endpoint::toString)
                            .toList();
            case Backend.EndpointSource.External(String host, int port) ->
                    List.of(host + ":" + port);
        };
    }
}
