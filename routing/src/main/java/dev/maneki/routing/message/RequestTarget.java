package dev.maneki.routing.message;

/**
 * Reads a request target (RFC 9112 section 3.2) and the {@code :path} of HTTP/2 (RFC 9113 section
 * 8.3.1).
 *
 * <p>The path is normalised by {@link PathNormalizer} before anything looks at it, and the
 * normalised path is what goes to the backend, so that a rule and the backend never see two
 * different paths. The query is kept as it was sent. Stateless, allocates nothing.
 */
public final class RequestTarget {
    private RequestTarget() {}

    /**
     * Reads the target of an HTTP/1.1 request line, {@code source[from, to)}.
     *
     * <p>Reads the method and whether the connection is secure from {@code into}, which therefore
     * must be set; writes path and query. The absolute form also writes host and port, which then
     * stand above the {@code Host} field (RFC 9112 section 3.2.2); the other forms leave them
     * alone.
     *
     * @return {@link TargetFault#NONE}, or what is wrong; path, query, host and port are then
     *     unspecified
     */
    public static TargetFault parse(byte[] source, int from, int to, RequestHead into) {
        if (into.method().equals("CONNECT")) {
            return TargetFault.CONNECT;
        }
        if (from < to && source[from] != '/' && source[from] != '*') {
            return parseAbsolute(source, from, to, into);
        }
        return parsePath(source, from, to, into);
    }

    /**
     * Reads path and query in origin form, or {@code *} for {@code OPTIONS}: all that {@code :path}
     * may hold.
     *
     * @return {@link TargetFault#NONE}, or what is wrong; path and query are then unspecified
     */
    public static TargetFault parsePath(byte[] source, int from, int to, RequestHead into) {
        ByteSequence path = into.path();
        path.clear();
        into.query().clear();
        into.hasQuery(false);
        if (from == to) {
            return TargetFault.BAD_FORM;
        }
        if (source[from] == '*') {
            if (to - from > 1 || !into.method().equals("OPTIONS")) {
                return TargetFault.BAD_FORM;
            }
            path.append((byte) '*');
            return TargetFault.NONE;
        }
        if (source[from] != '/') {
            return TargetFault.BAD_FORM;
        }
        int pathEnd = queryStart(source, from, to);
        TargetFault fault = PathNormalizer.normalize(source, from, pathEnd, path);
        return fault == TargetFault.NONE ? parseQuery(source, pathEnd, to, into) : fault;
    }

    private static TargetFault parseAbsolute(byte[] source, int from, int to, RequestHead into) {
        int authority = authorityStart(source, from, to);
        if (authority < 0) {
            return TargetFault.BAD_FORM;
        }
        int schemeLength = authority - 3 - from;
        boolean secure = schemeLength == 5 && startsWithIgnoreCase(source, from, "https");
        if (!secure && !(schemeLength == 4 && startsWithIgnoreCase(source, from, "http"))) {
            return TargetFault.BAD_SCHEME;
        }
        if (secure != into.secure()) {
            return TargetFault.SCHEME_MISMATCH;
        }
        int authorityEnd = authority;
        while (authorityEnd < to && !endsAuthority(source[authorityEnd])) {
            authorityEnd++;
        }
        TargetFault fault = Authority.parse(source, authority, authorityEnd, into);
        if (fault != TargetFault.NONE) {
            return fault;
        }
        if (authorityEnd < to && source[authorityEnd] == '/') {
            return parsePath(source, authorityEnd, to, into);
        }
        // An absent path means the root, or, for OPTIONS, the server (RFC 9112 section 3.2.4).
        boolean server = authorityEnd == to && into.method().equals("OPTIONS");
        into.path().clear();
        into.path().append((byte) (server ? '*' : '/'));
        into.query().clear();
        into.hasQuery(false);
        return parseQuery(source, authorityEnd, to, into);
    }

    /** What stands at {@code from} is {@code ?} or the end. */
    private static TargetFault parseQuery(byte[] source, int from, int to, RequestHead into) {
        if (from == to) {
            return TargetFault.NONE;
        }
        for (int i = from; i < to; i++) {
            byte value = source[i];
            if (value == '#') {
                return TargetFault.FRAGMENT;
            }
            if (value <= ' ' || value == 0x7f) {
                return TargetFault.BAD_CHARACTER;
            }
        }
        into.query().set(source, from + 1, to);
        into.hasQuery(true);
        return TargetFault.NONE;
    }

    private static int queryStart(byte[] source, int from, int to) {
        int at = from;
        while (at < to && source[at] != '?') {
            at++;
        }
        return at;
    }

    /** Just behind {@code scheme://}, or -1. */
    private static int authorityStart(byte[] source, int from, int to) {
        int at = from;
        while (at < to && ((source[at] | 0x20) >= 'a' && (source[at] | 0x20) <= 'z')) {
            at++;
        }
        boolean hierarchical =
                at > from
                        && to - at >= 3
                        && source[at] == ':'
                        && source[at + 1] == '/'
                        && source[at + 2] == '/';
        return hierarchical ? at + 3 : -1;
    }

    private static boolean endsAuthority(byte value) {
        return value == '/' || value == '?' || value == '#';
    }

    private static boolean startsWithIgnoreCase(byte[] source, int from, String lowerCase) {
        for (int i = 0; i < lowerCase.length(); i++) {
            if ((source[from + i] | 0x20) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
