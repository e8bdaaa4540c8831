package dev.maneki.proxy.tls;

/** A certificate, key or set of trust anchors cannot be used. The message says which and why. */
public final class TlsConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TlsConfigurationException(String message) {
        super(message);
    }

    TlsConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
