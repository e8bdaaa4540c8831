package dev.maneki.proxy.http1;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;

/**
 * The fields that HTTP/1.1 itself acts upon, found with one look into a small table.
 *
 * <p>A kind is a number below 32, so that sets of kinds are bits of an {@code int}.
 */
final class KnownFields {
    static final int NONE = 0;
    static final int HOST = 1;
    static final int CONTENT_LENGTH = 2;
    static final int TRANSFER_ENCODING = 3;
    static final int CONNECTION = 4;
    static final int KEEP_ALIVE = 5;
    static final int PROXY_CONNECTION = 6;
    static final int TE = 7;
    static final int UPGRADE = 8;
    static final int EXPECT = 9;
    static final int HTTP2_SETTINGS = 10;
    static final int PROXY_AUTHORIZATION = 11;
    static final int PROXY_AUTHENTICATE = 12;
    static final int DATE = 13;
    static final int TRAILER = 14;

    /** Written by whoever frames the message, never copied from one message to the next. */
    static final int OWN =
            1 << HOST
                    | 1 << CONTENT_LENGTH
                    | 1 << TRANSFER_ENCODING
                    | 1 << CONNECTION
                    | 1 << KEEP_ALIVE
                    | 1 << PROXY_CONNECTION
                    | 1 << TE
                    | 1 << UPGRADE
                    | 1 << HTTP2_SETTINGS
                    | 1 << PROXY_AUTHORIZATION
                    | 1 << PROXY_AUTHENTICATE;

    /** {@link #OWN} of a response: there {@code Host} is a field like any other. */
    static final int OWN_OF_RESPONSE = OWN & ~(1 << HOST);

    private static final int SLOTS = 128;
    private static final FieldName[] NAMES = new FieldName[SLOTS];
    private static final byte[] KINDS = new byte[SLOTS];

    static {
        put(FieldNames.HOST, HOST);
        put(FieldNames.CONTENT_LENGTH, CONTENT_LENGTH);
        put(FieldNames.TRANSFER_ENCODING, TRANSFER_ENCODING);
        put(FieldNames.CONNECTION, CONNECTION);
        put(FieldNames.KEEP_ALIVE, KEEP_ALIVE);
        put(FieldNames.PROXY_CONNECTION, PROXY_CONNECTION);
        put(FieldNames.TE, TE);
        put(FieldNames.UPGRADE, UPGRADE);
        put(FieldNames.EXPECT, EXPECT);
        put(FieldNames.HTTP2_SETTINGS, HTTP2_SETTINGS);
        put(FieldNames.PROXY_AUTHORIZATION, PROXY_AUTHORIZATION);
        put(FieldNames.PROXY_AUTHENTICATE, PROXY_AUTHENTICATE);
        put(FieldNames.DATE, DATE);
        put(FieldNames.TRAILER, TRAILER);
    }

    private KnownFields() {}

    /** The kind of live field {@code i}, or {@link #NONE}. */
    static int kind(HeaderFields fields, int i) {
        int hash = fields.nameHash(i);
        for (int slot = slot(hash); KINDS[slot] != 0; slot = (slot + 1) & (SLOTS - 1)) {
            if (NAMES[slot].hash() == hash && fields.named(i, NAMES[slot])) {
                return KINDS[slot];
            }
        }
        return NONE;
    }

    private static void put(FieldName name, int kind) {
        int slot = slot(name.hash());
        while (KINDS[slot] != 0) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        NAMES[slot] = name;
        KINDS[slot] = (byte) kind;
    }

    private static int slot(int hash) {
        return (hash * 0x9E3779B9) >>> 25;
    }
}
