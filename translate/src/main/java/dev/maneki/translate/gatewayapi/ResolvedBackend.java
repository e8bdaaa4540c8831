package dev.maneki.translate.gatewayapi;

import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.Rpc;
import java.util.Optional;

/**
 * What a reference to a backend leads to.
 *
 * @param backend the pool
 * @param rpc what is spoken there, if calls from this route are translated
 * @param schemaFault why the descriptors that were named are of no use; empty if nothing is wrong
 */
record ResolvedBackend(Backend backend, Optional<Rpc> rpc, String schemaFault) {}
