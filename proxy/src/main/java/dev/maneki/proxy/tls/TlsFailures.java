package dev.maneki.proxy.tls;

import dev.maneki.proxy.metrics.HandshakeResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells failed handshakes apart. Neither provider has types for that, so it goes by what they write
 * of them; what is not known counts as {@link HandshakeResult#PROTOCOL_ERROR}.
 */
final class TlsFailures {
    private static final int DETAIL_LENGTH = 200;

    private TlsFailures() {}

    static HandshakeResult result(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof TooLongFrameException || at instanceof NotSslRecordException) {
                return HandshakeResult.PROTOCOL_ERROR;
            }
            if (at instanceof CertificateException) {
                return HandshakeResult.CLIENT_CERTIFICATE;
            }
            if (at instanceof SSLException) {
                HandshakeResult known = byMessage(String.valueOf(at.getMessage()));
                if (known != null) {
                    return known;
                }
            } else if (at instanceof ClosedChannelException || at instanceof IOException) {
                return HandshakeResult.CLOSED;
            }
        }
        return HandshakeResult.PROTOCOL_ERROR;
    }

    private static @Nullable HandshakeResult byMessage(String message) {
        String text = message.toLowerCase(Locale.ROOT).replace('_', ' ');
        if (text.contains("unsupported protocol")
                || text.contains("client requested protocol")
                || text.contains("no shared cipher")
                || text.contains("no cipher suites in common")
                || text.contains("no shared group")
                || text.contains("no common signature algorithms")) {
            return HandshakeResult.NO_COMMON_PARAMETERS;
        }
        if (text.contains("did not return a certificate")
                || text.contains("empty client certificate chain")
                || text.contains("certificate verify failed")) {
            return HandshakeResult.CLIENT_CERTIFICATE;
        }
        if (text.contains("alert")) {
            return HandshakeResult.CLIENT_ALERT;
        }
        return text.contains("closed") ? HandshakeResult.CLOSED : null;
    }

    /** The most telling message among the causes, short. */
    static String describe(Throwable failure) {
        String detail = "";
        for (Throwable at = failure; at != null; at = at.getCause()) {
            String message = at.getMessage();
            if (message != null && !message.isEmpty()) {
                detail = message;
                if (at instanceof CertificateException) {
                    break;
                }
            }
        }
        if (detail.isEmpty()) {
            detail = failure.getClass().getSimpleName();
        }
        String printable = detail.replaceAll("[^ -~]", "?");
        return printable.length() > DETAIL_LENGTH
                ? printable.substring(0, DETAIL_LENGTH)
                : printable;
    }
}
