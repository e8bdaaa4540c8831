package dev.maneki.connect.netty.http1;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How long a message is and what becomes of its connection, gathered from its fields (RFC 9112,
 * sections 6 and 9).
 */
final class Framing {
    private final HttpVersion version;

    /** -1 without the field. */
    long contentLength = -1;

    boolean chunked;
    boolean expectsContinue;
    @Nullable String host;
    private boolean close;
    private boolean keepAlive;
    private @Nullable String nominated;

    Framing(HttpVersion version) {
        this.version = version;
    }

    void see(String name, String value) {
        switch (name) {
            case "host" -> {
                if (host != null) {
                    throw new BadMessageException(400, "there are two Host fields");
                }
                host = value;
            }
            case "content-length" -> {
                if (contentLength >= 0) {
                    throw new BadMessageException(400, "there are two Content-Length fields");
                }
                contentLength = length(value);
            }
            case "transfer-encoding" -> {
                if (chunked) {
                    throw new BadMessageException(400, "there are two Transfer-Encoding fields");
                }
                if (!value.equalsIgnoreCase("chunked")) {
                    throw new BadMessageException(501, "a transfer coding other than chunked");
                }
                chunked = true;
            }
            case "connection" -> connection(value);
            case "expect" -> {
                if (!value.equalsIgnoreCase("100-continue")) {
                    throw new BadMessageException(417, "an expectation other than 100-continue");
                }
                expectsContinue = version == HttpVersion.HTTP_1_1;
            }
            default -> {}
        }
    }

    private void connection(String value) {
        if (value.equalsIgnoreCase("keep-alive")) {
            keepAlive = true;
            return;
        }
        if (value.equalsIgnoreCase("close")) {
            close = true;
            return;
        }
        for (String option : value.toLowerCase(Locale.ROOT).split(",", -1)) {
            switch (option.strip()) {
                case "close" -> close = true;
                case "keep-alive" -> keepAlive = true;
                default ->
                        nominated =
                                nominated == null
                                        ? option.strip()
                                        : nominated + ',' + option.strip();
            }
        }
    }

    /** What two readers could measure differently is refused (RFC 9112, section 6.3). */
    void check() {
        if (chunked && contentLength >= 0) {
            throw new BadMessageException(
                    400, "there are both Content-Length and Transfer-Encoding");
        }
        if (chunked && version == HttpVersion.HTTP_1_0) {
            throw new BadMessageException(400, "HTTP/1.0 has no chunks");
        }
    }

    /** Takes away the fields that the Connection field names (RFC 9110, section 7.6.1). */
    void removeNominated(Metadata fields) {
        if (nominated == null) {
            return;
        }
        for (String name : nominated.split(",", -1)) {
            // These say how long the body is and what it holds: never the connection's.
            if (!name.equals("content-length") && !name.equals("content-type")) {
                fields.remove(name);
            }
        }
    }

    boolean keepAlive() {
        return version == HttpVersion.HTTP_1_1 ? !close : keepAlive && !close;
    }

    private static long length(String value) {
        if (value.isEmpty() || value.length() > 18) {
            throw new BadMessageException(400, "Content-Length is not a number of bytes");
        }
        long length = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new BadMessageException(400, "Content-Length is not a number of bytes");
            }
            length = length * 10 + digit;
        }
        return length;
    }
}
