package dev.maneki.proxy.http1;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.routing.model.Limit;

/** Reads the head of a response: the status line (RFC 9112 section 4) and the fields. */
final class ResponseParser extends HeadParser {
    /** {@code HTTP/1.1 200}. */
    private static final int LEAST_LINE = 12;

    private ResponseHead head;
    private boolean lineRead;
    private boolean http11;

    /** A parser that reads into {@code head}. */
    ResponseParser(ResponseHead head) {
        super(
                head.fields(),
                true,
                Refusal.RESPONSE_HEADER_TOO_LARGE,
                Refusal.RESPONSE_TOO_MANY_FIELDS);
        this.head = head;
    }

    /** Prepares for the next response; clears {@code into}. */
    void begin(ResponseHead into, Limits limits) {
        into.clear();
        head = into;
        lineRead = false;
        begin(
                into.fields(),
                limits.bound(Limit.RESPONSE_HEADER_BYTES),
                limits.bound(Limit.RESPONSE_HEADER_COUNT));
    }

    /** Whether the version is HTTP/1.1, not 1.0. */
    boolean http11() {
        return http11;
    }

    @Override
    int line(byte[] array, int from, int limit) {
        return lineRead ? fieldLine(array, from, limit) : statusLine(array, from, limit);
    }

    @Override
    boolean ended(byte[] array, int from, int next) {
        // No status line is so short.
        return next == from + 2;
    }

    private int statusLine(byte[] array, int from, int limit) {
        if (limit - from <= LEAST_LINE) {
            return Octets.lineFeed(array, from, limit) < 0
                    ? INCOMPLETE
                    : invalid(Refusal.BAD_STATUS_LINE);
        }
        long version = Octets.longAt(array, from);
        if (version != Versions.HTTP_1_1 && version != Versions.HTTP_1_0) {
            return invalid(
                    Versions.isVersion(version)
                            ? Refusal.VERSION_NOT_SUPPORTED
                            : Refusal.BAD_STATUS_LINE);
        }
        int status = status(array, from + 9);
        if (array[from + 8] != Octets.SPACE || status < 100) {
            return invalid(Refusal.BAD_STATUS_LINE);
        }
        // The space in front of an empty reason is often left out, which nobody can misread.
        int at = from + LEAST_LINE;
        if (array[at] == Octets.SPACE) {
            at = Octets.valueEnd(array, at, limit);
        } else if (array[at] != Octets.CR && array[at] != Octets.LF) {
            return invalid(Refusal.BAD_STATUS_LINE);
        }
        int next = lineEnd(array, at, limit);
        if (next > 0) {
            http11 = version == Versions.HTTP_1_1;
            head.status(status);
            lineRead = true;
        }
        return next;
    }

    private static int status(byte[] array, int at) {
        int status = 0;
        for (int i = at; i < at + 3; i++) {
            if (array[i] < '0' || array[i] > '9') {
                return -1;
            }
            status = status * 10 + array[i] - '0';
        }
        return status;
    }
}
