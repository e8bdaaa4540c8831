package dev.maneki.app.explain;

import dev.maneki.app.admin.ExplainQuery;
import dev.maneki.app.output.Tree;
import dev.maneki.routing.match.Decision;
import dev.maneki.routing.match.Entry;
import dev.maneki.routing.match.Explanation;
import dev.maneki.routing.match.PortRouter;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.message.TargetFault;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Port;
import dev.maneki.routing.model.Rule;
import dev.maneki.translate.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what would become of a request, by the matcher that the data plane uses.
 *
 * <p>Immutable and safe from any thread; made for one translation. Compiling its routers is most of
 * its cost, and done when it is made.
 */
public final class RequestExplainer {
    private final Translation translation;
    private final List<PortRouter<Rule>> routers;

    /** Compiles every port of the translation. */
    public RequestExplainer(Translation translation) {
        this.translation = translation;
        this.routers =
                translation.model().ports().stream()
                        .map(port -> PortRouter.<Rule>compile(port, (_, _, _, rule) -> rule))
                        .toList();
    }

    /**
     * What would become of this request.
     *
     * @throws IllegalArgumentException if it is no request
     */
    public Tree.Fields explain(ExplainQuery query) {
        ExplainedRequest request = ExplainedRequest.of(query);
        ExplanationTree answer = new ExplanationTree(translation, query, request);
        if (request.fault() != TargetFault.NONE) {
            return answer.refused(request.fault());
        }
        List<PortRouter<Rule>> candidates = candidates(request, answer);
        if (candidates.isEmpty()) {
            return answer.unreachable(listening());
        }
        // Where one port number is bound on several addresses, the one that serves the request.
        List<Answered> answered = candidates.stream().map(router -> ask(router, request)).toList();
        Answered best =
                answered.stream()
                        .filter(each -> each.explanation().decision() instanceof Entry)
                        .findFirst()
                        .orElse(answered.getFirst());
        if (best.router().port().protocol() == Port.Protocol.HTTPS && best.selected().isEmpty()) {
            return answer.unknownServerName(best.router().port());
        }
        return answer.decided(best.router().port(), best.explanation());
    }

    private record Answered(
            PortRouter<Rule> router,
            Optional<ListenerId> selected,
            Explanation<Rule> explanation) {}

    private static Answered ask(PortRouter<Rule> router, ExplainedRequest request) {
        RequestHead head = request.arrived(router.port());
        if (router.port().protocol() == Port.Protocol.HTTP) {
            return new Answered(router, Optional.empty(), router.explain(head));
        }
        Optional<ListenerId> selected =
                router.listenerForServerName(request.serverName()).map(Listener::id);
        Explanation<Rule> explanation =
                selected.map(id -> router.explain(id, head))
                        .orElseGet(() -> new Explanation<>(new Decision.NoListener<>(), List.of()));
        return new Answered(router, selected, explanation);
    }

    private List<PortRouter<Rule>> candidates(ExplainedRequest request, ExplanationTree answer) {
        Port.Protocol protocol = request.head().secure() ? Port.Protocol.HTTPS : Port.Protocol.HTTP;
        int number = request.port() != 0 ? request.port() : request.head().secure() ? 443 : 80;
        List<PortRouter<Rule>> speaking = new ArrayList<>();
        List<PortRouter<Rule>> there = new ArrayList<>();
        for (PortRouter<Rule> router : routers) {
            if (router.port().protocol() == protocol) {
                speaking.add(router);
                if (router.port().number() == number) {
                    there.add(router);
                }
            }
        }
        if (there.isEmpty() && request.port() == 0 && !speaking.isEmpty()) {
            // Gateways often listen on 8080 behind something that forwards port 80.
            answer.note(
                    "nothing listens on port "
                            + number
                            + "; answered as if the request came in on port "
                            + speaking.getFirst().port().number());
            int first = speaking.getFirst().port().number();
            return speaking.stream().filter(router -> router.port().number() == first).toList();
        }
        return there;
    }

    private List<Port> listening() {
        return routers.stream().map(PortRouter::port).toList();
    }
}
