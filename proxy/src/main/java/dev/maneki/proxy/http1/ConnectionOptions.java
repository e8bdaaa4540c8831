package dev.maneki.proxy.http1;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import org.jspecify.annotations.Nullable;

/**
 * What {@code Connection} says (RFC 9110 section 7.6.1), and the removal of the fields it names.
 *
 * <p>An option that names a field which every recipient must see, or that the gateway relies upon,
 * is an attempt to have it removed on the way: in a request it is refused, in a response it is
 * overlooked.
 */
final class ConnectionOptions {
    private static final int MAX_OPTIONS = 32;

    private static final FieldName[] PROTECTED = {
        FieldNames.HOST,
        FieldNames.CONTENT_LENGTH,
        FieldNames.TRANSFER_ENCODING,
        FieldNames.CONTENT_TYPE,
        FieldNames.EXPECT,
        FieldNames.TRAILER,
        FieldNames.DATE,
        FieldNames.COOKIE,
        FieldNames.SET_COOKIE,
        FieldNames.LOCATION,
        FieldNames.ORIGIN,
        FieldNames.FORWARDED,
        FieldNames.X_FORWARDED_FOR,
        FieldNames.X_FORWARDED_HOST,
        FieldNames.X_FORWARDED_PORT,
        FieldNames.X_FORWARDED_PROTO,
        FieldNames.X_REQUEST_ID,
        FieldNames.TRACEPARENT,
        FieldNames.TRACESTATE,
        FieldNames.USER_AGENT,
        FieldNames.SEC_WEBSOCKET_KEY,
        FieldNames.SEC_WEBSOCKET_ACCEPT,
        FieldName.of("authorization"),
        FieldName.of("cache-control"),
        FieldName.of("content-encoding"),
        FieldName.of("content-range"),
        FieldName.of("range"),
        FieldName.of("x-real-ip"),
    };

    private boolean close;
    private boolean keepAlive;
    private boolean upgrade;
    private int options;

    /** Forgets everything. */
    void clear() {
        close = false;
        keepAlive = false;
        upgrade = false;
        options = 0;
    }

    /** {@code close} was among them. */
    boolean close() {
        return close;
    }

    /** {@code keep-alive} was among them. */
    boolean keepAlive() {
        return keepAlive;
    }

    /** {@code upgrade} was among them. */
    boolean upgrade() {
        return upgrade;
    }

    /**
     * Reads the options in {@code Connection} field {@code field}, and marks the fields they name
     * dead.
     *
     * @param request whether a protected option is refused rather than overlooked
     * @return what is wrong, or null
     */
    @Nullable Refusal read(HeaderFields fields, int field, boolean request) {
        byte[] array = fields.array();
        int end = fields.valueEnd(field);
        int at = fields.valueStart(field);
        while (true) {
            while (at < end && separates(array[at])) {
                at++;
            }
            if (at == end) {
                return null;
            }
            int from = at;
            while (at < end && Octets.isToken(array[at])) {
                at++;
            }
            int to = at;
            while (at < end && (array[at] == Octets.SPACE || array[at] == Octets.TAB)) {
                at++;
            }
            if (from == to || (at < end && array[at] != ',') || ++options > MAX_OPTIONS) {
                return Refusal.BAD_CONNECTION;
            }
            if (!option(array, from, to) && !removeNamed(fields, array, from, to) && request) {
                return Refusal.PROTECTED_CONNECTION_OPTION;
            }
        }
    }

    private boolean option(byte[] array, int from, int to) {
        if (Octets.equalsIgnoreCase(array, from, to, "keep-alive")) {
            keepAlive = true;
        } else if (Octets.equalsIgnoreCase(array, from, to, "close")) {
            close = true;
        } else if (Octets.equalsIgnoreCase(array, from, to, "upgrade")) {
            upgrade = true;
        } else {
            // TE and HTTP2-Settings go in any case.
            return Octets.equalsIgnoreCase(array, from, to, "te")
                    || Octets.equalsIgnoreCase(array, from, to, "http2-settings");
        }
        return true;
    }

    /** False if the name is protected. */
    private static boolean removeNamed(HeaderFields fields, byte[] array, int from, int to) {
        int hash = FieldName.hash(array, from, to);
        for (FieldName name : PROTECTED) {
            if (name.hash() == hash && name.matches(array, from, to)) {
                return false;
            }
        }
        for (int i = 0; i < fields.size(); i++) {
            if (fields.live(i)
                    && fields.nameHash(i) == hash
                    && sameName(array, fields.nameStart(i), fields.nameEnd(i), from, to)) {
                fields.remove(i);
            }
        }
        return true;
    }

    private static boolean sameName(byte[] array, int aFrom, int aTo, int from, int to) {
        if (aTo - aFrom != to - from) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (Octets.TOKEN[array[aFrom + i] & 0xff] != Octets.TOKEN[array[from + i] & 0xff]) {
                return false;
            }
        }
        return true;
    }

    private static boolean separates(byte value) {
        return value == ',' || value == Octets.SPACE || value == Octets.TAB;
    }
}
