package dev.maneki.proxy.stream;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.HeaderFields;

/**
 * Fields that mean something in a header section only (RFC 9110 section 6.5.1): credentials, what
 * the content is, what is asked of caches and servers. A receiver that adds trailers to the header
 * would be made to believe them after whoever checks the header has looked.
 */
public final class TrailerFields {
    private static final FieldName[] HEADER_ONLY = {
        FieldName.of("authorization"),
        FieldName.of("cache-control"),
        FieldName.of("content-encoding"),
        FieldName.of("content-range"),
        FieldName.of("content-type"),
        FieldName.of("cookie"),
        FieldName.of("date"),
        FieldName.of("expect"),
        FieldName.of("max-forwards"),
        FieldName.of("proxy-authenticate"),
        FieldName.of("proxy-authorization"),
        FieldName.of("range"),
        FieldName.of("set-cookie"),
        FieldName.of("trailer"),
        FieldName.of("www-authenticate"),
    };

    private TrailerFields() {}

    /** Takes out the fields that belong into a header section. */
    public static void removeHeaderOnly(HeaderFields trailers) {
        if (trailers.size() > 0) {
            for (FieldName name : HEADER_ONLY) {
                trailers.remove(name);
            }
        }
    }
}
