package dev.maneki.connect.jdk;

import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.http.StreamReset.Cause;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;

/** What the JDK's exceptions mean. */
final class Failures {
    private Failures() {}

    static StreamReset reset(Throwable failure) {
        Throwable thrown = failure;
        while (thrown instanceof CompletionException && thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        return new StreamReset(cause(thrown), detail(thrown));
    }

    private static Cause cause(Throwable thrown) {
        return switch (thrown) {
            case ConnectException e -> Cause.UNREACHABLE;
            case HttpConnectTimeoutException e -> Cause.UNREACHABLE;
            case UnknownHostException e -> Cause.UNREACHABLE;
            case UnresolvedAddressException e -> Cause.UNREACHABLE;
            case SSLHandshakeException e -> Cause.UNREACHABLE;
            case ProtocolException e -> Cause.PROTOCOL;
            case CancellationException e -> Cause.CANCELED;
            case RequestBody.RefusedException e -> Cause.REFUSED;
            default -> byName(String.valueOf(thrown.getMessage()));
        };
    }

    /** HTTP/2 error codes, which are in the text alone. */
    private static Cause byName(String message) {
        if (!message.contains("RST_STREAM")) {
            return Cause.BROKEN;
        }
        if (message.contains("Stream cancelled")) {
            return Cause.CANCELED;
        }
        if (message.contains("Enhance your calm")) {
            return Cause.OVERLOADED;
        }
        if (message.contains("Inadequate security")) {
            return Cause.INSECURE;
        }
        return message.contains("Protocol error") || message.contains("Internal error")
                ? Cause.PROTOCOL
                : Cause.BROKEN;
    }

    private static String detail(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }
}
