package dev.maneki.proxy.exchange;

import dev.maneki.connect.Protocol;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.auth.AuthPlan;
import dev.maneki.proxy.bridge.BridgePlan;
import dev.maneki.proxy.bridge.BridgedStream;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.upstream.Upstream;
import dev.maneki.routing.match.Decision;
import dev.maneki.routing.match.Entry;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Limit;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a request from its head to the backend that it is for, or to an answer of the
 * gateway's own: the match, then the rule's filters in the order of the API. It has no state; all
 * that it finds out stands in the {@link Exchange}.
 */
final class Dispatch {
    private Dispatch() {}

    /** A request has come. */
    static void begin(Exchange exchange) {
        ServerConnection connection = exchange.server().connection();
        ServedPort port = (ServedPort) connection.listenContext();
        RequestHead request = exchange.request();
        ForwardedFields.write(
                request, connection, port.trusted(), exchange.record(), exchange.worker().random());
        Peer peer = Peer.of(connection);
        Decision<RuleAction> decision = port.decide(request, peer);
        if (peer.outdated()) {
            connection.drain(); // So that the client tries again by another.
        }
        switch (decision) {
            case Entry<RuleAction> entry -> serve(exchange, entry, port);
            case Decision.NoRoute<RuleAction>(var listener) -> {
                exchange.unmatched(port.unmatched(listener));
                exchange.reply(Reason.NO_ROUTE, "no route matches");
            }
            case Decision.NoListener<RuleAction>() ->
                    exchange.reply(Reason.NO_LISTENER, "no listener is for this host");
            case Decision.Misdirected<RuleAction>(var listener) -> {
                exchange.unmatched(port.unmatched(listener));
                exchange.reply(Reason.MISDIRECTED, "this connection is for another host");
            }
        }
    }

    private static void serve(Exchange exchange, Entry<RuleAction> entry, ServedPort port) {
        RuleAction rule = entry.payload();
        BridgedStream bridge = bridge(exchange, rule, port);
        exchange.matched(rule);
        RequestHead request = exchange.request();
        CorsPolicy cors = rule.filters().cors();
        String origin = cors == null ? null : CorsPolicy.origin(request);
        if (cors != null && origin != null) {
            if (CorsPolicy.preflight(request)) {
                ResponseHead head = exchange.exchanges().scratchHead();
                Answers.preflight(head, cors, request, origin);
                exchange.answer(head);
                return;
            }
            exchange.crossOrigin(origin);
        }
        ExchangeTimer timer = exchange.timer();
        timer.route(rule.requestTimeoutMillis());
        timer.idle(port.limits().get(Limit.STREAM_IDLE_TIMEOUT));
        timer.tunnelIdle(port.limits().get(Limit.TUNNEL_IDLE_TIMEOUT));
        if (bridge == null || began(exchange, bridge)) {
            passRule(exchange, entry);
        }
    }

    /**
     * Puts a bridge before the exchange, if the request is a call that its backends do not speak.
     */
    private static @Nullable BridgedStream bridge(
            Exchange exchange, RuleAction rule, ServedPort port) {
        BridgePlan plan = rule.bridge();
        Protocol call = plan == null ? null : BridgePlan.protocol(exchange.request());
        if (plan == null || call == null) {
            return null;
        }
        exchange.record().rpcProtocol = call.wireName();
        if (plan.passes(call)) {
            return null;
        }
        int maxMessageBytes = port.limits().bound(Limit.MESSAGE_BYTES);
        BridgedStream bridge = plan.open(exchange.server(), call, exchange, maxMessageBytes);
        exchange.bridged(bridge);
        return bridge;
    }

    private static boolean began(Exchange exchange, BridgedStream bridge) {
        if (bridge.deadline() != 0) {
            exchange.timer().call(bridge.deadline());
        }
        return bridge.begin();
    }

    /** Before a redirect, as whoever is not let in is not told the way either. */
    private static void passRule(Exchange exchange, Entry<RuleAction> entry) {
        AuthPlan[] servers = entry.payload().filters().authorizations();
        if (servers.length == 0) {
            passedRule(exchange, entry);
        } else {
            exchange.authorization().ask(servers, () -> passedRule(exchange, entry));
        }
    }

    private static void passedRule(Exchange exchange, Entry<RuleAction> entry) {
        ServedPort port = (ServedPort) exchange.server().connection().listenContext();
        if (!redirected(exchange, entry.payload().filters(), entry.prefixLength(), port)) {
            chooseBackend(exchange, entry);
        }
    }

    private static boolean redirected(
            Exchange exchange, FilterPlan filters, int prefixLength, ServedPort port) {
        RedirectAnswer redirect = filters.redirect();
        if (redirect == null) {
            return false;
        }
        ResponseHead head = exchange.exchanges().scratchHead();
        Answers.redirect(head, redirect, exchange.request(), prefixLength, port.port().number());
        exchange.answer(head);
        return true;
    }

    private static void chooseBackend(Exchange exchange, Entry<RuleAction> entry) {
        RequestHead request = exchange.request();
        Selection selected =
                Selection.of(
                        entry,
                        request.fields(),
                        exchange.worker().random(),
                        exchange.exchanges().nowSeconds());
        if (selected == null) {
            exchange.reply(Reason.BACKEND_INVALID, "the route has no backend");
            return;
        }
        BackendChoice backend = selected.backend();
        Upstream upstream = backend.upstream();
        if (upstream == null) {
            exchange.record().detail = backend.problem();
            exchange.reply(Reason.BACKEND_INVALID, "the route's backend does not exist");
            return;
        }
        exchange.selected(selected);
        AuthPlan[] servers = backend.filters().authorizations();
        if (servers.length == 0) {
            passedBackend(exchange, entry, selected, upstream);
        } else {
            exchange.authorization()
                    .ask(servers, () -> passedBackend(exchange, entry, selected, upstream));
        }
    }

    private static void passedBackend(
            Exchange exchange, Entry<RuleAction> entry, Selection selected, Upstream upstream) {
        FilterPlan ofRule = entry.payload().filters();
        FilterPlan own = selected.backend().filters();
        ServedPort port = (ServedPort) exchange.server().connection().listenContext();
        if (redirected(exchange, own, entry.prefixLength(), port)) {
            return;
        }
        RequestHead request = exchange.request();
        ofRule.changeRequest(request, entry.prefixLength());
        own.changeRequest(request, entry.prefixLength());
        exchange.mirror(ofRule.mirrors(), own.mirrors());
        exchange.send(upstream, selected);
    }
}
