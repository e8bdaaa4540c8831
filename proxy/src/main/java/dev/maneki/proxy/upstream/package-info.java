/**
 * The way to backends: which endpoint a request goes to, and over which connection.
 *
 * <p>Start at {@link dev.maneki.proxy.upstream.Upstream}: one backend of the model, alive. Its
 * endpoints and what is known of their health are shared by all workers; connections are not: every
 * worker has a pool of its own for each endpoint ({@link dev.maneki.proxy.upstream.EndpointPool}),
 * so that a request never leaves its event loop.
 */
@NullMarked
package dev.maneki.proxy.upstream;

import org.jspecify.annotations.NullMarked;
