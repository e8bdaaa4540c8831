package dev.maneki.routing.match;

import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.ChangedSpan;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The routes of one listener, compiled. */
final class RouteTable<A> {
    /** A route with an entry for each match of each of its rules. */
    record CompiledRoute<A>(Route route, List<Entry<A>> entries) {}

    private final Listener listener;
    private final List<CompiledRoute<A>> routes;
    private final HostTable<PathTable<A>> hosts;

    /** Made once, so that answering with them allocates nothing. */
    private final Decision<A> noRoute;

    private final Decision<A> misdirected;

    private RouteTable(
            Listener listener, List<CompiledRoute<A>> routes, HostTable<PathTable<A>> hosts) {
        this.listener = listener;
        this.routes = routes;
        this.hosts = hosts;
        noRoute = new Decision.NoRoute<>(listener.id());
        misdirected = new Decision.Misdirected<>(listener.id());
    }

    static <A> RouteTable<A> compile(
            Listener listener, RuleCompiler<A> compiler, RegexCache regexes) {
        return new RouteTable<A>(listener, List.of(), HostTable.of(Map.of()))
                .changed(listener, compiler, regexes);
    }

    /** For a newer state of the same listener; what is the same object is not compiled again. */
    RouteTable<A> update(Listener next, RuleCompiler<A> compiler, RegexCache regexes) {
        if (next == listener) {
            return this;
        }
        // Payloads may depend on both.
        boolean same =
                next.settings().equals(listener.settings()) && next.id().equals(listener.id());
        return same ? changed(next, compiler, regexes) : compile(next, compiler, regexes);
    }

    private RouteTable<A> changed(Listener next, RuleCompiler<A> compiler, RegexCache regexes) {
        Difference<A> difference = difference(next, compiler, regexes);
        Map<Hostname, Change<A>> changes = new LinkedHashMap<>();
        for (CompiledRoute<A> route : difference.removed) {
            for (Hostname name : route.route.hostnames()) {
                changeOf(name, changes).removed().addAll(route.entries);
            }
        }
        for (CompiledRoute<A> route : difference.added) {
            for (Hostname name : new LinkedHashSet<>(route.route.hostnames())) {
                changeOf(name, changes).added().addAll(route.entries);
            }
        }
        return changed(next, difference.compiled, changes);
    }

    private static <A> Change<A> changeOf(Hostname name, Map<Hostname, Change<A>> changes) {
        return changes.computeIfAbsent(name, _ -> new Change<>());
    }

    private record Difference<A>(
            List<CompiledRoute<A>> compiled,
            Collection<CompiledRoute<A>> removed,
            List<CompiledRoute<A>> added) {}

    /** Lists of routes are long and change in one place: only what lies between is looked up. */
    private Difference<A> difference(Listener next, RuleCompiler<A> compiler, RegexCache regexes) {
        List<Route> wanted = next.routes();
        // The routes as the listener has them: to ask the compiled ones would touch each.
        ChangedSpan span =
                ChangedSpan.between(routes.isEmpty() ? List.of() : listener.routes(), wanted);
        Map<Route, CompiledRoute<A>> left = new IdentityHashMap<>();
        for (CompiledRoute<A> route : routes.subList(span.from(), span.beforeEnd())) {
            left.put(route.route, route);
        }
        List<CompiledRoute<A>> compiled = new ArrayList<>(wanted.size());
        List<CompiledRoute<A>> added = new ArrayList<>();
        compiled.addAll(routes.subList(0, span.from()));
        for (Route route : wanted.subList(span.from(), span.afterEnd())) {
            CompiledRoute<A> known = left.remove(route);
            if (known == null) {
                known = compile(next, route, compiler, regexes);
                added.add(known);
            }
            compiled.add(known);
        }
        compiled.addAll(routes.subList(span.beforeEnd(), routes.size()));
        return new Difference<>(compiled, left.values(), added);
    }

    private RouteTable<A> changed(
            Listener next, List<CompiledRoute<A>> compiled, Map<Hostname, Change<A>> changes) {
        Map<Hostname, PathTable<A>> put = new HashMap<>();
        List<Hostname> removed = new ArrayList<>();
        changes.forEach(
                (name, change) -> {
                    PathTable<A> paths = hosts.get(name);
                    PathTable<A> changed =
                            (paths == null ? PathTable.<A>empty() : paths).with(change);
                    if (changed.isEmpty()) {
                        removed.add(name);
                    } else {
                        put.put(name, changed);
                    }
                });
        HostTable<PathTable<A>> changed = hosts.with(put, removed);
        if (changed.stale()) {
            changed = rebuilt(changed, compiled);
        }
        return new RouteTable<>(next, compiled, changed);
    }

    private static <A> HostTable<PathTable<A>> rebuilt(
            HostTable<PathTable<A>> hosts, List<CompiledRoute<A>> compiled) {
        Map<Hostname, PathTable<A>> byName = new HashMap<>();
        for (CompiledRoute<A> route : compiled) {
            for (Hostname name : route.route.hostnames()) {
                PathTable<A> paths = hosts.get(name);
                if (paths != null) {
                    byName.put(name, paths);
                }
            }
        }
        return HostTable.of(byName);
    }

    private static <A> CompiledRoute<A> compile(
            Listener listener, Route route, RuleCompiler<A> compiler, RegexCache regexes) {
        List<Entry<A>> entries = new ArrayList<>();
        for (Rule rule : route.rules()) {
            A payload = compiler.compile(listener.id(), listener.settings(), route, rule);
            for (int i = 0; i < rule.matches().size(); i++) {
                entries.add(
                        new Entry<>(
                                listener.id(),
                                route,
                                rule,
                                i,
                                payload,
                                PathCondition.of(rule.matches().get(i).path(), regexes),
                                Conditions.of(rule.matches().get(i), regexes)));
            }
        }
        return new CompiledRoute<>(route, List.copyOf(entries));
    }

    Listener listener() {
        return listener;
    }

    /** The places in all tables, useful or not. */
    int places() {
        int places = hosts.places();
        for (CompiledRoute<A> route : routes) {
            for (Hostname name : route.route.hostnames()) {
                PathTable<A> paths = hosts.get(name);
                places += paths == null ? 0 : paths.places();
            }
        }
        return places;
    }

    List<CompiledRoute<A>> routes() {
        return routes;
    }

    Decision<A> misdirected() {
        return misdirected;
    }

    /**
     * An entry or {@link Decision.NoRoute}.
     *
     * <p>The most specific host name first; where none of its rules serves, the next less specific:
     * the API gives precedence to the more specific host name, it does not hide the others.
     */
    Decision<A> decide(RequestHead head) {
        int found = hosts.deepest(head.host());
        int place = found >> 1;
        if ((found & 1) != 0 && place != SegmentTrie.ROOT) {
            Entry<A> entry = find(hosts.exact(place), head);
            if (entry != null) {
                return entry;
            }
            place = hosts.parent(place);
        }
        for (; place != SegmentTrie.NONE; place = hosts.parent(place)) {
            Entry<A> entry = find(hosts.wildcard(place), head);
            if (entry != null) {
                return entry;
            }
        }
        return noRoute;
    }

    private static <A> @Nullable Entry<A> find(@Nullable PathTable<A> paths, RequestHead head) {
        return paths == null ? null : paths.find(head);
    }
}
