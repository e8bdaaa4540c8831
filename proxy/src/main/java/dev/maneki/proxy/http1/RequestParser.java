package dev.maneki.proxy.http1;

import dev.maneki.proxy.Limits;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Limit;
import java.nio.charset.StandardCharsets;

/** Reads the head of a request: the request line (RFC 9112 section 3) and the fields. */
final class RequestParser extends HeadParser {
    /** One empty line before the request line is passed over (RFC 9112 section 2.2). */
    private static final int MAX_EMPTY_LINES = 1;

    private static final int MAX_METHOD = 32;

    private static final String[] METHODS = {
        "GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE"
    };

    private RequestHead head;
    private int maxTarget;
    private boolean lineRead;
    private int emptyLines;
    private boolean http11;
    private int targetStart;
    private int targetEnd;

    /** A parser that reads into {@code head}. */
    RequestParser(RequestHead head) {
        super(head.fields(), false, Refusal.HEADER_TOO_LARGE, Refusal.TOO_MANY_FIELDS);
        this.head = head;
    }

    /** Prepares for the next request; clears {@code into}. */
    void begin(RequestHead into, Limits limits) {
        into.clear();
        head = into;
        maxTarget = limits.bound(Limit.TARGET_BYTES);
        lineRead = false;
        emptyLines = 0;
        begin(into.fields(), limits.bound(Limit.HEADER_BYTES), limits.bound(Limit.HEADER_COUNT));
    }

    /** Whether the version is HTTP/1.1, not 1.0. */
    boolean http11() {
        return http11;
    }

    /** Whether the method is known by now. */
    boolean lineRead() {
        return lineRead;
    }

    /** Where the target starts in the arena of the fields. */
    int targetStart() {
        return targetStart;
    }

    /** Where it ends. */
    int targetEnd() {
        return targetEnd;
    }

    @Override
    int line(byte[] array, int from, int limit) {
        return lineRead ? fieldLine(array, from, limit) : requestLine(array, from, limit);
    }

    @Override
    int longestLine() {
        // Method, two spaces and version besides the target.
        return lineRead || maxTarget > Integer.MAX_VALUE - 64 ? Integer.MAX_VALUE : maxTarget + 64;
    }

    @Override
    boolean ended(byte[] array, int from, int next) {
        if (lineRead) {
            return next == from + 2 && array[from] == Octets.CR;
        }
        return false;
    }

    private int requestLine(byte[] array, int from, int limit) {
        int at = from;
        while (at < limit && Octets.isToken(array[at])) {
            at++;
        }
        if (at - from > MAX_METHOD) {
            return invalid(Refusal.METHOD_TOO_LONG);
        }
        if (at == limit) {
            return INCOMPLETE;
        }
        if (at == from) {
            return emptyLine(array, from, limit);
        }
        if (array[at] != Octets.SPACE) {
            return invalid(Refusal.BAD_REQUEST_LINE);
        }
        int target = at + 1;
        int end = Octets.targetEnd(array, target, limit);
        if (end - target > maxTarget) {
            return invalid(Refusal.TARGET_TOO_LONG);
        }
        if (end == limit) {
            return INCOMPLETE;
        }
        if (end == target || array[end] != Octets.SPACE) {
            // Among them HTTP/0.9: a line without a version.
            return invalid(Refusal.BAD_REQUEST_LINE);
        }
        int next = version(array, end + 1, limit);
        if (next == INVALID && array[target] != '/' && beginsAnotherName(array[end + 1])) {
            return invalid(Refusal.NOT_HTTP);
        }
        if (next > 0) {
            head.method(method(array, from, at));
            targetStart = target;
            targetEnd = end;
            lineRead = true;
        }
        return next;
    }

    private int emptyLine(byte[] array, int from, int limit) {
        if (array[from] != Octets.CR || emptyLines == MAX_EMPTY_LINES) {
            return invalid(array[from] == Octets.LF ? Refusal.BARE_LF : Refusal.BAD_REQUEST_LINE);
        }
        int next = lineEnd(array, from, limit);
        if (next > 0) {
            emptyLines++;
        }
        return next;
    }

    private int version(byte[] array, int from, int limit) {
        if (limit - from < 10) {
            return Octets.lineFeed(array, from, limit) < 0
                    ? INCOMPLETE
                    : invalid(Refusal.BAD_VERSION);
        }
        long version = Octets.longAt(array, from);
        if (version == Versions.HTTP_1_1) {
            http11 = true;
        } else if (version == Versions.HTTP_1_0) {
            http11 = false;
        } else {
            return invalid(
                    Versions.isVersion(version)
                            ? Refusal.VERSION_NOT_SUPPORTED
                            : Refusal.BAD_VERSION);
        }
        if (array[from + 8] != Octets.CR && array[from + 8] != Octets.LF) {
            return invalid(Refusal.BAD_REQUEST_LINE);
        }
        return lineEnd(array, from + 8, limit);
    }

    /** Whether it is a letter, yet not that of HTTP. */
    private static boolean beginsAnotherName(byte octet) {
        int letter = octet | 0x20;
        return letter >= 'a' && letter <= 'z' && letter != 'h';
    }

    private static String method(byte[] array, int from, int to) {
        for (String known : METHODS) {
            if (known.length() == to - from && matches(array, from, known)) {
                return known;
            }
        }
        return new String(array, from, to - from, StandardCharsets.US_ASCII);
    }

    private static boolean matches(byte[] array, int from, String method) {
        for (int i = 0; i < method.length(); i++) {
            if (array[from + i] != method.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
