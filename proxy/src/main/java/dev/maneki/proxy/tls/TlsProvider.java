package dev.maneki.proxy.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** Who does the cryptography and the handshakes. */
public enum TlsProvider {
    /** BoringSSL through JNI; contexts are freed when the last connection has ended. */
    BORINGSSL(SslProvider.OPENSSL_REFCNT),
    /** The JDK; a full handshake costs several times as much. */
    JDK(SslProvider.JDK);

    private final SslProvider provider;

    TlsProvider(SslProvider provider) {
        this.provider = provider;
    }

    /** {@link #BORINGSSL} where its native library loads, else {@link #JDK}. */
    public static TlsProvider best() {
        return OpenSsl.isAvailable() ? BORINGSSL : JDK;
    }

    SslProvider provider() {
        return provider;
    }
}
