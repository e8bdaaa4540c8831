package dev.maneki.connect.netty.wire;

import java.util.Set;

/** The grammar of fields (RFC 9110, sections 5.1 and 5.5), and which belong to the connection. */
public final class Fields {
    private static final boolean[] TOKEN = new boolean[256];

    private static final Set<String> OF_CONNECTION =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "transfer-encoding",
                    "upgrade",
                    "http2-settings",
                    "host",
                    "expect");

    static {
        for (char c = '!'; c <= '~'; c++) {
            TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
        }
    }

    private Fields() {}

    /** Whether a byte may be in a token. */
    public static boolean token(int octet) {
        return TOKEN[octet & 0xff];
    }

    /** Whether a text is a token. */
    public static boolean token(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xff || !TOKEN[c]) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether a byte may be in a value: no control but the tab. */
    public static boolean value(int octet) {
        return octet < 0 || (octet >= ' ' && octet != 0x7f) || octet == '\t' || octet > 0x7f;
    }

    /** Whether a field is for the connection, or this layer, and not for the message's reader. */
    public static boolean ofConnection(String lowerCaseName) {
        return OF_CONNECTION.contains(lowerCaseName);
    }

    /** Whether an authority can be a host with a port, by its characters (RFC 3986, 3.2). */
    public static boolean authority(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || "-._~!$&'()*+,;=:[]%".indexOf(c) >= 0;
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    /** Whether a path with query holds only what may be there: visible ASCII, no fragment. */
    public static boolean target(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == '#') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
