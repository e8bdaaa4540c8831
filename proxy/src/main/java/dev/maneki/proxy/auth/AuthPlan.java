package dev.maneki.proxy.auth;

import dev.maneki.proxy.upstream.Upstream;
import dev.maneki.proxy.upstream.Upstreams;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.Filter;

/** A filter that asks an authorization server, compiled. Immutable. */
public final class AuthPlan {
    /** How a check is made. */
    private interface Way {
        AuthCheck check(
                Upstream server, AskedRequest request, Worker worker, AuthCheck.Owner owner);
    }

    private final Upstream server;
    private final int maxBody;
    private final Way way;

    private AuthPlan(Upstream server, int maxBody, Way way) {
        this.server = server;
        this.maxBody = maxBody;
        this.way = way;
    }

    /** Compiles {@code filter} against the backends that are there. */
    public static AuthPlan of(Filter.ExternalAuth filter, Upstreams upstreams) {
        return new AuthPlan(
                upstreams.get(filter.server()),
                filter.maxBody(),
                switch (filter.dialect()) {
                    case Filter.AuthDialect.Http http -> {
                        HttpDialect dialect = HttpDialect.of(http);
                        yield (server, request, worker, owner) ->
                                new HttpCheck(dialect, server, request, worker, owner);
                    }
                    case Filter.AuthDialect.Grpc(var names) -> {
                        NameSet shown = NameSet.orAll(names);
                        yield (server, request, worker, owner) ->
                                new GrpcCheck(shown, server, request, worker, owner);
                    }
                });
    }

    /** Who is asked, for people. */
    public String server() {
        return server.label();
    }

    /**
     * Bytes of the request's body that the server is shown, 0 for none; one with more is refused.
     */
    public int maxBody() {
        return maxBody;
    }

    /** A check that is ready to {@link AuthCheck#start}. */
    public AuthCheck check(AskedRequest request, Worker worker, AuthCheck.Owner owner) {
        return way.check(server, request, worker, owner);
    }
}
