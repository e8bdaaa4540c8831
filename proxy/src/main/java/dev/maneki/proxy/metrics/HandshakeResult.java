package dev.maneki.proxy.metrics;

import java.util.Locale;

/** How a client's TLS handshake ended. */
public enum HandshakeResult {
    /** With a new session. */
    FULL,
    /** With a session from before. */
    RESUMED,
    /** It took too long. */
    TIMEOUT,
    /** The client went away. */
    CLOSED,
    /** No version, cipher suite or group in common. */
    NO_COMMON_PARAMETERS,
    /** No certificate for the name that was asked for. */
    UNKNOWN_NAME,
    /** The client's certificate is missing or not trusted. */
    CLIENT_CERTIFICATE,
    /** The client sent an alert: it does not like our certificate, most often. */
    CLIENT_ALERT,
    /** What came is not TLS, or against its rules. */
    PROTOCOL_ERROR;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As metrics write it: {@code no_common_parameters}. */
    public String label() {
        return label;
    }
}
