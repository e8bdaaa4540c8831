package dev.maneki.routing.message;

/**
 * Reads the host and the port out of a {@code Host} field, an {@code :authority} or the authority
 * of an absolute target (RFC 9110 section 7.2, RFC 3986 section 3.2).
 *
 * <p>Stateless, allocates nothing.
 */
public final class Authority {
    /** The length of a host name in text form that DNS can carry (RFC 1035 section 2.3.4). */
    private static final int MAX_NAME = 253;

    private static final int MAX_LABEL = 63;

    private Authority() {}

    /**
     * Reads {@code source[from, to)} into {@link RequestHead#host()} and {@link
     * RequestHead#port()}.
     *
     * <p>A host name is turned to lower case and loses one trailing dot, so that it compares with
     * the host names of routes. It may hold letters, digits, hyphens and underscores: stricter than
     * RFC 3986, whose reg-name takes any escaped byte, and no DNS name needs that. A name whose
     * last label is a number must be an IPv4 address in four decimal parts, as in the URL standard.
     * An empty port ({@code host:}) is none.
     *
     * @return {@link TargetFault#NONE}, or what is wrong; the host and port of {@code into} are
     *     then unspecified, except after {@link TargetFault#EMPTY_HOST}, which HTTP/1.1 permits
     *     where the target has no authority (RFC 9112 section 3.2)
     */
    public static TargetFault parse(byte[] source, int from, int to, RequestHead into) {
        ByteSequence host = into.host();
        host.clear();
        into.port(-1);
        if (from == to) {
            return TargetFault.EMPTY_HOST;
        }
        int hostEnd;
        TargetFault fault;
        if (source[from] == '[') {
            hostEnd = indexOf(source, from, to, ']') + 1;
            fault =
                    hostEnd == 0 || !isIpv6(source, from + 1, hostEnd - 1)
                            ? TargetFault.BAD_HOST
                            : TargetFault.NONE;
        } else {
            hostEnd = indexOf(source, from, to, ':');
            if (hostEnd < 0) {
                hostEnd = to;
            }
            fault = checkName(source, from, hostEnd);
        }
        if (fault != TargetFault.NONE) {
            return indexOf(source, from, to, '@') >= 0 ? TargetFault.USER_INFORMATION : fault;
        }
        for (int i = from; i < hostEnd; i++) {
            byte value = source[i];
            host.append(value >= 'A' && value <= 'Z' ? (byte) (value | 0x20) : value);
        }
        if (host.at(host.length() - 1) == '.') {
            host.truncate(host.length() - 1);
        }
        return parsePort(source, hostEnd, to, into);
    }

    private static TargetFault parsePort(byte[] source, int from, int to, RequestHead into) {
        if (from == to) {
            return TargetFault.NONE;
        }
        if (source[from] != ':') {
            return TargetFault.BAD_HOST;
        }
        int port = 0;
        for (int i = from + 1; i < to; i++) {
            if (source[i] < '0' || source[i] > '9') {
                return indexOf(source, i, to, '@') >= 0
                        ? TargetFault.USER_INFORMATION
                        : TargetFault.BAD_PORT;
            }
            port = port * 10 + source[i] - '0';
            if (port > 65535) {
                return TargetFault.BAD_PORT;
            }
        }
        if (to > from + 1) {
            into.port(port);
        }
        return TargetFault.NONE;
    }

    private static TargetFault checkName(byte[] source, int from, int end) {
        int to = end > from && source[end - 1] == '.' ? end - 1 : end;
        if (to == from || to - from > MAX_NAME) {
            return TargetFault.BAD_HOST;
        }
        int labelStart = from;
        boolean numeric = true;
        for (int i = from; i < to; i++) {
            byte value = source[i];
            if (value == '.') {
                if (i == labelStart || i - labelStart > MAX_LABEL) {
                    return TargetFault.BAD_HOST;
                }
                labelStart = i + 1;
                numeric = true;
            } else if (value < '0' || value > '9') {
                numeric = false;
                boolean letter = (value | 0x20) >= 'a' && (value | 0x20) <= 'z';
                if (!letter && value != '-' && value != '_') {
                    return TargetFault.BAD_HOST;
                }
            }
        }
        if (to == labelStart || to - labelStart > MAX_LABEL) {
            return TargetFault.BAD_HOST;
        }
        return numeric && !isIpv4(source, from, to) ? TargetFault.BAD_HOST : TargetFault.NONE;
    }

    /**
     * Four decimal numbers up to 255 without leading zeros, which some readers take for octal (RFC
     * 3986 section 7.4).
     */
    private static boolean isIpv4(byte[] source, int from, int to) {
        int at = from;
        for (int part = 0; part < 4; part++) {
            int start = at;
            int number = 0;
            while (at < to && source[at] >= '0' && source[at] <= '9' && at - start < 3) {
                number = number * 10 + source[at++] - '0';
            }
            if (at == start || number > 255 || (source[start] == '0' && at - start > 1)) {
                return false;
            }
            boolean last = part == 3;
            if (last != (at == to) || (!last && source[at++] != '.')) {
                return false;
            }
        }
        return true;
    }

    /** RFC 3986 section 3.2.2; neither a zone (RFC 6874 is for local use) nor a future version. */
    private static boolean isIpv6(byte[] source, int from, int to) {
        int groups = 0;
        boolean compressed = false;
        int at = from;
        if (to - from >= 2 && source[from] == ':' && source[from + 1] == ':') {
            compressed = true;
            at += 2;
        }
        while (at < to) {
            int start = at;
            while (at < to && at - start < 4 && hex(source[at]) >= 0) {
                at++;
            }
            if (at == start) {
                return false;
            }
            if (at < to && source[at] == '.') {
                // The last 32 bits may be written as an IPv4 address.
                return isIpv4(source, start, to) && complete(groups + 2, compressed);
            }
            groups++;
            if (at == to) {
                break;
            }
            if (source[at++] != ':' || at == to) {
                return false;
            }
            if (source[at] == ':') {
                if (compressed) {
                    return false;
                }
                compressed = true;
                at++;
            }
        }
        return complete(groups, compressed);
    }

    /** {@code ::} stands for at least one group of zeros. */
    private static boolean complete(int groups, boolean compressed) {
        return compressed ? groups <= 7 : groups == 8;
    }

    private static int indexOf(byte[] source, int from, int to, char wanted) {
        for (int i = from; i < to; i++) {
            if (source[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(byte digit) {
        if (digit >= '0' && digit <= '9') {
            return digit - '0';
        }
        int folded = digit | 0x20;
        return folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : -1;
    }
}
