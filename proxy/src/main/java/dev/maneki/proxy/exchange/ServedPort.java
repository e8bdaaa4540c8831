package dev.maneki.proxy.exchange;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.access.Labels;
import dev.maneki.proxy.metrics.RouteCounters;
import dev.maneki.proxy.stream.ListenContext;
import dev.maneki.routing.match.Decision;
import dev.maneki.routing.match.PortRouter;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Port;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An open port and what it serves at this moment, swapped in one write. Thread-safe: workers read,
 * the configuration thread writes.
 */
public final class ServedPort implements ListenContext {
    /** What is served at one moment. */
    private record State(
            Port port,
            Limits limits,
            TrustedProxies trusted,
            PortRouter<RuleAction> router,
            Map<ListenerId, Unmatched> unmatched) {}

    /** For requests that reach a listener and no route. */
    record Unmatched(Labels labels, RouteCounters counters) {}

    private final Limits processLimits;
    private final List<String> processTrusted;
    private final RuleAction.Compiler compiler;
    private volatile State state;

    ServedPort(
            Port port,
            Limits processLimits,
            List<String> processTrusted,
            RuleAction.Compiler compiler) {
        this.processLimits = processLimits;
        this.processTrusted = processTrusted;
        this.compiler = compiler;
        this.state = compile(port, null);
    }

    /** Serves {@code port} from now on: the same socket, other listeners and routes. */
    void serve(Port port) {
        State before = state;
        if (before.port != port) {
            state = compile(port, before.router);
        }
    }

    private State compile(Port port, @Nullable PortRouter<RuleAction> before) {
        var settings = port.listeners().getFirst().settings();
        List<String> trusted =
                settings.trustedProxies().isEmpty() ? processTrusted : settings.trustedProxies();
        return new State(
                port,
                processLimits.with(settings),
                TrustedProxies.of(trusted),
                before == null ? PortRouter.compile(port, compiler) : before.update(port, compiler),
                port.listeners().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Listener::id, this::unmatched, (one, same) -> one)));
    }

    @Override
    public Port port() {
        return state.port;
    }

    @Override
    public Limits limits() {
        return state.limits;
    }

    TrustedProxies trusted() {
        return state.trusted;
    }

    /** The matcher's word on a request that came by a connection. */
    Decision<RuleAction> decide(RequestHead head, Peer peer) {
        PortRouter<RuleAction> router = state.router;
        return peer.secure() ? router.match(peer.selected(router), head) : router.match(head);
    }

    /** What is said and counted of a listener none of whose routes matched. */
    Unmatched unmatched(ListenerId listener) {
        Unmatched known = state.unmatched.get(listener);
        // One that has gone since it was decided upon must not come back into the metrics.
        return known != null
                ? known
                : new Unmatched(Labels.listener(listener), compiler.metrics().noListener());
    }

    private Unmatched unmatched(Listener listener) {
        return new Unmatched(
                Labels.listener(listener.id()), compiler.metrics().unmatched(listener.id()));
    }
}
