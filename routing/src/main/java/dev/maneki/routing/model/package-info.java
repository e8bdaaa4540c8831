/**
 * What the gateway serves, as immutable values: ports, listeners, routes, rules, filters, backends.
 *
 * <p>Start at {@link dev.maneki.routing.model.RoutingModel}. Three sources (Gateway API, HTTPProxy,
 * Ingress) are translated into it, one data plane serves it. An unchanged part keeps its identity
 * from one model to the next, so that whoever compiles the model need only compile what changed.
 * Nothing here knows YAML, Kubernetes or Netty.
 */
@NullMarked
package dev.maneki.routing.model;

import org.jspecify.annotations.NullMarked;
