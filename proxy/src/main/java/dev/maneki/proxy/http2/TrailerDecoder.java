package dev.maneki.proxy.http2;

import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;

/** Trailers: no pseudo-header fields, and none that framing or routing depends on. */
final class TrailerDecoder extends HeadDecoder {
    @Override
    void pseudo(HeaderFields fields, int nameStart, int valueStart, int valueEnd) {
        malformed("a pseudo-header field in trailers");
    }

    @Override
    boolean regular(HeaderFields fields, int nameStart, int valueStart, int valueEnd, int hash) {
        byte[] array = fields.array();
        // RFC 9110 section 6.5.1.
        switch (valueStart - nameStart) {
            case 2 -> {
                if (FieldSyntax.is(FieldNames.TE, array, nameStart, valueStart, hash)) {
                    malformed("te in trailers");
                }
            }
            case 4 -> {
                if (FieldSyntax.is(FieldNames.HOST, array, nameStart, valueStart, hash)) {
                    malformed("host in trailers");
                }
            }
            case 14 -> {
                if (isContentLength(array, nameStart, valueStart, hash)) {
                    malformed("content-length in trailers");
                }
            }
            default -> {}
        }
        return true;
    }
}
