package dev.maneki.proxy.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import javax.net.ssl.SSLEngine;

/** Whether a handshake has resumed a session from before. */
final class Resumption {
    private Resumption() {}

    /**
     * Asks the engine.
     *
     * @param startedAt when the handshake began, in milliseconds since the epoch
     */
    @SuppressWarnings("deprecation") // The pointer has no other way out, and is used here only.
    static boolean of(SSLEngine engine, long startedAt) {
        if (engine instanceof ReferenceCountedOpenSslEngine boringSsl) {
            return SSL.isSessionReused(boringSsl.sslPointer());
        }
        // The JDK's sessions keep their age.
        return engine.getSession().getCreationTime() < startedAt;
    }
}
