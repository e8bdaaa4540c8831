package dev.maneki.routing.match;

import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Port;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which rule serves a request that comes in on one port.
 *
 * <p>Immutable: a changed port makes a new router by {@link #update}, which shares with the old one
 * all that did not change. Any number of threads may use it at once. Matching allocates nothing,
 * except where a regular expression is tried.
 *
 * @param <A> the caller's payload of a rule
 */
public final class PortRouter<A> {
    private final Port port;
    private final List<RouteTable<A>> listeners;
    private final HostTable<RouteTable<A>> byHost;
    private final Decision<A> noListener = new Decision.NoListener<>();

    private PortRouter(Port port, List<RouteTable<A>> listeners) {
        this.port = port;
        this.listeners = List.copyOf(listeners);
        Map<Hostname, RouteTable<A>> byName = new HashMap<>();
        for (RouteTable<A> table : listeners) {
            byName.putIfAbsent(table.listener().hostname(), table);
        }
        byHost = HostTable.of(byName);
    }

    /**
     * Compiles a port.
     *
     * <p>A regular expression that {@link Regexes#check} refuses never matches; it is for whoever
     * makes the model to refuse it aloud.
     */
    public static <A> PortRouter<A> compile(Port port, RuleCompiler<? extends A> compiler) {
        RuleCompiler<A> widened = compiler::compile;
        RegexCache regexes = new RegexCache();
        List<RouteTable<A>> tables = new ArrayList<>();
        for (Listener listener : port.listeners()) {
            tables.add(RouteTable.compile(listener, widened, regexes));
        }
        return new PortRouter<>(port, tables);
    }

    /**
     * A router for a newer state of the port.
     *
     * <p>A {@link Listener} or {@link dev.maneki.routing.model.Route} that is the same object as
     * before is not compiled again, and keeps its payloads as long as its listener keeps its id and
     * settings; tables of host names and paths that no changed route touches are shared.
     */
    public PortRouter<A> update(Port next, RuleCompiler<? extends A> compiler) {
        if (next == port) {
            return this;
        }
        RuleCompiler<A> widened = compiler::compile;
        RegexCache regexes = new RegexCache();
        Map<ListenerId, RouteTable<A>> known = new HashMap<>();
        for (RouteTable<A> table : listeners) {
            known.put(table.listener().id(), table);
        }
        List<RouteTable<A>> tables = new ArrayList<>();
        for (Listener listener : next.listeners()) {
            RouteTable<A> table = known.get(listener.id());
            tables.add(
                    table == null
                            ? RouteTable.compile(listener, widened, regexes)
                            : table.update(listener, widened, regexes));
        }
        return new PortRouter<>(next, tables);
    }

    /** What this was compiled from. */
    public Port port() {
        return port;
    }

    /**
     * The listener that a TLS connection with this server name belongs to: the one with the most
     * specific matching host name.
     *
     * @param serverName as the client sent it (RFC 6066 section 3), in any case; empty if it sent
     *     none, which only a listener for any host serves
     */
    public Optional<Listener> listenerForServerName(String serverName) {
        byte[] host = serverName.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return Optional.ofNullable(byHost.mostSpecific(host, host.length))
                .map(RouteTable::listener);
    }

    /**
     * Decides by the request alone, as on a port in the clear: the listener with the most specific
     * host name that matches, and no other (listener isolation, GEP-3155).
     */
    public Decision<A> match(RequestHead head) {
        RouteTable<A> table = byHost.mostSpecific(head.host());
        return table == null ? noListener : table.decide(head);
    }

    /**
     * Decides for a request on a TLS connection.
     *
     * <p>A request whose host belongs to another listener is misdirected; one whose host belongs to
     * none has no listener (Gateway API, {@code Listener.hostname}). A listener that has gone since
     * the connection was made makes its requests misdirected, so that the client connects anew.
     *
     * @param selected what {@link #listenerForServerName} gave when the connection was made, on
     *     this router or on an earlier one
     */
    public Decision<A> match(ListenerId selected, RequestHead head) {
        RouteTable<A> table = byHost.mostSpecific(head.host());
        if (table == null) {
            return noListener;
        }
        return table.listener().id().equals(selected) ? table.decide(head) : table.misdirected();
    }

    /** What {@link #match(RequestHead)} decides, and why not otherwise. Takes its time. */
    public Explanation<A> explain(RequestHead head) {
        return explain(match(head), Optional.empty(), head);
    }

    /** What {@link #match(ListenerId, RequestHead)} decides, and why not otherwise. */
    public Explanation<A> explain(ListenerId selected, RequestHead head) {
        return explain(match(selected, head), Optional.of(selected), head);
    }

    private Explanation<A> explain(
            Decision<A> decision, Optional<ListenerId> selected, RequestHead head) {
        RouteTable<A> table = byHost.mostSpecific(head.host());
        ListenerId owner = table == null ? null : table.listener().id();
        return new Explainer<>(head, decision, owner).explain(listeners, selected);
    }

    /** The places in all tables, useful or not; to see that they do not grow without end. */
    int places() {
        return listeners.stream().mapToInt(RouteTable::places).sum();
    }
}
