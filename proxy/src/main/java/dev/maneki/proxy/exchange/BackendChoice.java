package dev.maneki.proxy.exchange;

import dev.maneki.proxy.access.Labels;
import dev.maneki.proxy.bridge.ConnectBackend;
import dev.maneki.proxy.upstream.Upstream;
import org.jspecify.annotations.Nullable;

/**
 * One backend of a rule, compiled.
 *
 * @param upstream where requests go; null if the reference does not resolve: they get 500
 * @param problem why it does not resolve; empty if it does
 * @param weight its share
 * @param filters for requests to this backend only
 * @param labels what records say of it
 * @param connect how gRPC calls reach it, if it speaks Connect; else null
 */
record BackendChoice(
        @Nullable Upstream upstream,
        String problem,
        int weight,
        FilterPlan filters,
        Labels labels,
        @Nullable ConnectBackend connect) {}
