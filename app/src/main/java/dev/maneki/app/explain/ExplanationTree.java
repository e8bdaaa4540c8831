package dev.maneki.app.explain;

import dev.maneki.app.admin.ExplainQuery;
import dev.maneki.app.output.Tree;
import dev.maneki.routing.match.Decision;
import dev.maneki.routing.match.Entry;
import dev.maneki.routing.match.Explanation;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.message.TargetFault;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Port;
import dev.maneki.routing.model.Rule;
import dev.maneki.translate.Translation;
import java.util.ArrayList;
import java.util.List;

/** Writes an explanation down as data. */
final class ExplanationTree {
    private final Translation translation;
    private final RequestHead head;
    private final Tree.Builder answer = Tree.object();
    private final List<String> notes = new ArrayList<>();

    ExplanationTree(Translation translation, ExplainQuery query, ExplainedRequest request) {
        this.translation = translation;
        this.head = request.head();
        Tree.Builder asked = Tree.object().with("method", query.method()).with("url", query.url());
        if (request.fault() == TargetFault.NONE) {
            asked.with("host", head.host().toString()).with("path", head.path().toString());
            if (head.hasQuery()) {
                asked.with("query", head.query().toString());
            }
        }
        answer.with("request", asked.withText("clientIp", query.clientIp()).build());
    }

    /** Something that the reader should know beside the answer. */
    void note(String text) {
        notes.add(text);
    }

    /** Refused for what its target looks like. */
    Tree.Fields refused(TargetFault fault) {
        return reject(fault.status(), fault.label(), fault.text(), List.of());
    }

    /** No socket takes the connection. */
    Tree.Fields unreachable(List<Port> listening) {
        String ports =
                String.join(
                        ", ",
                        listening.stream()
                                .map(port -> port.number() + " (" + port.protocol() + ")")
                                .distinct()
                                .toList());
        answer.with("action", "reject")
                .with("reason", "no_port")
                .with(
                        "message",
                        "nothing listens there; "
                                + (ports.isEmpty()
                                        ? "nothing listens at all"
                                        : "listening: " + ports));
        return finish(List.of());
    }

    /** The TLS handshake ends: no listener of the port is for the name that the client sends. */
    Tree.Fields unknownServerName(Port port) {
        answer.with("port", port.number())
                .with("action", "reject")
                .with("reason", "unrecognized_server_name")
                .with("message", "no listener of the port has a certificate for this host");
        return finish(List.of());
    }

    /** What the matcher decided. */
    Tree.Fields decided(Port port, Explanation<Rule> explanation) {
        List<Tree> rejected = new ArrayList<>();
        explanation.rejected().forEach(each -> rejected.add(rejection(each)));
        return switch (explanation.decision()) {
            case Entry<Rule> entry -> {
                place(port, entry.listener());
                routeAndRule(answer, entry);
                new Outcome(translation, head, entry.rule()).describe(answer);
                yield finish(rejected);
            }
            case Decision.NoRoute<Rule>(ListenerId listener) -> {
                place(port, listener);
                yield reject(404, "no_route", "no rule of the listener's routes matches", rejected);
            }
            case Decision.NoListener<Rule> _ -> {
                answer.with("port", port.number());
                yield reject(
                        404, "no_listener", "no listener of the port is for this host", rejected);
            }
            case Decision.Misdirected<Rule>(ListenerId listener) -> {
                place(port, listener);
                yield reject(
                        421,
                        "misdirected",
                        "the host belongs to another listener than the TLS server name",
                        rejected);
            }
        };
    }

    private void place(Port port, ListenerId id) {
        answer.with("gateway", id.namespace() + "/" + id.gateway())
                .with("listener", id.listener())
                .with("port", port.number());
    }

    private static void routeAndRule(Tree.Builder tree, Entry<?> entry) {
        tree.with(
                        "route",
                        Tree.object()
                                .with("kind", entry.route().id().kind())
                                .with("namespace", entry.route().id().namespace())
                                .with("name", entry.route().id().name())
                                .build())
                .with("rule", entry.rule().index())
                .withText("ruleName", entry.rule().name())
                .with("match", Describe.match(entry.match()));
    }

    private static Tree rejection(Explanation.Rejection<Rule> rejection) {
        Entry<Rule> entry = rejection.entry();
        Tree.Builder tree =
                Tree.object()
                        .with(
                                "gateway",
                                entry.listener().namespace() + "/" + entry.listener().gateway())
                        .with("listener", entry.listener().listener());
        routeAndRule(tree, entry);
        return tree.with("reason", rejection.reason().label())
                .with("message", rejection.reason().text())
                .build();
    }

    private Tree.Fields reject(int status, String reason, String message, List<Tree> rejected) {
        answer.with("action", "reject")
                .with("status", status)
                .with("reason", reason)
                .with("message", message);
        return finish(rejected);
    }

    private Tree.Fields finish(List<Tree> rejected) {
        List<Tree> all = new ArrayList<>(rejected);
        // Those that never came before the matcher are candidates too, to whoever wrote them.
        all.addAll(Unattached.in(translation.status()));
        answer.with("rejected", all);
        if (!notes.isEmpty()) {
            answer.with("notes", Tree.texts(notes));
        }
        return answer.build();
    }
}
