package dev.maneki.proxy.http2;

import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import org.jspecify.annotations.Nullable;

/** The head of a response (RFC 9113 section 8.3.2). */
final class ResponseHeadDecoder extends HeadDecoder {
    private int status;

    /** Prepares for the next one. */
    void start(int maxBytes, int maxCount) {
        begin(maxBytes, maxCount);
        status = -1;
    }

    /** Completes {@code head}, whose fields are read; answers what is wrong, or null. */
    @Nullable String finish(ResponseHead head) {
        if (malformed() == null && status < 0) {
            malformed("no :status");
        }
        head.status(status);
        head.contentLength(contentLength());
        return malformed();
    }

    @Override
    void pseudo(HeaderFields fields, int nameStart, int valueStart, int valueEnd) {
        byte[] array = fields.array();
        if (!FieldSyntax.equals(array, nameStart, valueStart, ":status") || status >= 0) {
            malformed("an invalid or repeated pseudo-header field");
            return;
        }
        long code =
                valueEnd - valueStart == 3 ? FieldSyntax.number(array, valueStart, valueEnd) : -1;
        // 101 has no meaning in HTTP/2 (RFC 9113 section 8.6).
        if (code < 100 || code == 101) {
            malformed("invalid :status");
        } else {
            status = (int) code;
        }
    }

    @Override
    boolean regular(HeaderFields fields, int nameStart, int valueStart, int valueEnd, int hash) {
        byte[] array = fields.array();
        switch (valueStart - nameStart) {
            case 2 -> {
                return !FieldSyntax.is(FieldNames.TE, array, nameStart, valueStart, hash);
            }
            case 14 -> {
                if (isContentLength(array, nameStart, valueStart, hash)) {
                    readContentLength(array, valueStart, valueEnd);
                }
                return true;
            }
            default -> {
                return true;
            }
        }
    }
}
