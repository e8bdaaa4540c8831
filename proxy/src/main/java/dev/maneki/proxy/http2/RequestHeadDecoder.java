package dev.maneki.proxy.http2;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ContentTypes;
import dev.maneki.routing.message.Authority;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.message.RequestTarget;
import dev.maneki.routing.message.TargetFault;
import java.nio.charset.StandardCharsets;

/**
 * The head of a request (RFC 9113 section 8.3.1, RFC 8441), from fields to the one form that the
 * exchange reads.
 */
final class RequestHeadDecoder extends HeadDecoder {
    /** What became of a head. */
    enum Outcome {
        VALID,
        /** To be reset: passing it on could mean something else elsewhere. */
        MALFORMED,
        /** To be answered with {@link #status()}. */
        REFUSED
    }

    private static final int METHOD = 1;
    private static final int SCHEME = 2;
    private static final int AUTHORITY = 4;
    private static final int PATH = 8;
    private static final int PROTOCOL = 16;

    private static final byte[] TRAILERS = {'t', 'r', 'a', 'i', 'l', 'e', 'r', 's'};

    private RequestHead head = new RequestHead();
    private int seen;
    private int authorityStart;
    private int authorityEnd;
    private int pathStart;
    private int pathEnd;
    private int hostStart;
    private int hostEnd;
    private int cookies;
    private boolean unknownExpectation;
    private int status;
    private Reason reason = Reason.NONE;
    private String detail = "";

    /** Prepares for {@code into}, which is empty. */
    void start(RequestHead into, int maxBytes, int maxCount) {
        begin(maxBytes, maxCount);
        head = into;
        seen = 0;
        hostStart = -1;
        cookies = 0;
        unknownExpectation = false;
    }

    /** The status to refuse with. */
    int status() {
        return status;
    }

    /** The reason for the record. */
    Reason reason() {
        return reason;
    }

    /** What was wrong. */
    String detail() {
        return detail;
    }

    /** Completes the head, once all its fields are read. */
    Outcome finish(boolean secure, int maxTarget) {
        if (tooLarge()) {
            return refuse(431, Reason.HEADER_TOO_LARGE, "the header section is too large");
        }
        checkPseudo();
        String wrong = malformed();
        if (wrong != null) {
            reason = Reason.BAD_REQUEST;
            detail = wrong;
            return Outcome.MALFORMED;
        }
        head.secure(secure);
        head.contentLength(contentLength());
        if (cookies > 1) {
            joinCookies();
        }
        boolean connect = head.method().equals("CONNECT");
        if (connect && ((seen & PROTOCOL) == 0 || head.upgrade().isEmpty())) {
            return refuse(501, Reason.METHOD_NOT_SUPPORTED, "CONNECT opens no tunnels here");
        }
        if (head.method().equals("TRACE")) {
            // It would show a script what is not for it, cookies among it (RFC 9110 section 9.3.8).
            return refuse(501, Reason.METHOD_NOT_SUPPORTED, "TRACE is not answered here");
        }
        if (underscores() && !ContentTypes.isGrpc(head.fields())) {
            // Only metadata of gRPC usually has them.
            return refuse(
                    400,
                    Reason.BAD_REQUEST,
                    "a field name has an underscore, which some servers take for a hyphen");
        }
        if (unknownExpectation) {
            return refuse(417, Reason.EXPECTATION_FAILED, "100-continue is the only expectation");
        }
        if (connect) {
            // RFC 8441 section 5: the handshake that is a GET in HTTP/1.1.
            head.method("GET");
        }
        if (pathEnd - pathStart > maxTarget) {
            return refuse(414, Reason.TARGET_TOO_LONG, "the target is too long");
        }
        byte[] array = head.fields().array();
        TargetFault fault = RequestTarget.parsePath(array, pathStart, pathEnd, head);
        if (fault == TargetFault.NONE) {
            fault = Authority.parse(array, authorityStart, authorityEnd, head);
        }
        return fault == TargetFault.NONE
                ? Outcome.VALID
                : refuse(fault.status(), Reason.BAD_REQUEST, fault.text());
    }

    private Outcome refuse(int code, Reason why, String what) {
        status = code;
        reason = why;
        detail = what;
        return Outcome.REFUSED;
    }

    private void checkPseudo() {
        if ((seen & METHOD) == 0) {
            malformed("no :method");
        }
        boolean plainConnect = head.method().equals("CONNECT") && (seen & PROTOCOL) == 0;
        if (plainConnect) {
            // RFC 9113 section 8.5.
            if ((seen & (SCHEME | PATH)) != 0 || (seen & AUTHORITY) == 0) {
                malformed("CONNECT with :scheme or :path, or without :authority");
            }
            return;
        }
        if ((seen & (SCHEME | PATH)) != (SCHEME | PATH)) {
            malformed("no :scheme or no :path");
        }
        if ((seen & PROTOCOL) != 0 && !head.method().equals("CONNECT")) {
            malformed(":protocol without CONNECT");
        }
        if (hostStart < 0) {
            if ((seen & AUTHORITY) == 0) {
                authorityStart = 0;
                authorityEnd = 0;
            }
        } else if ((seen & AUTHORITY) == 0) {
            authorityStart = hostStart;
            authorityEnd = hostEnd;
        } else if (!sameAuthority()) {
            malformed("host differs from :authority");
        }
    }

    private boolean sameAuthority() {
        if (hostEnd - hostStart != authorityEnd - authorityStart) {
            return false;
        }
        byte[] array = head.fields().array();
        for (int i = 0; i < hostEnd - hostStart; i++) {
            if (FieldSyntax.lower(array[hostStart + i])
                    != FieldSyntax.lower(array[authorityStart + i])) {
                return false;
            }
        }
        return true;
    }

    /** RFC 9113 section 8.2.3: one field, before it leaves HTTP/2. */
    private void joinCookies() {
        HeaderFields fields = head.fields();
        int total = 0;
        for (int i = fields.find(FieldNames.COOKIE);
                i >= 0;
                i = fields.find(FieldNames.COOKIE, i + 1)) {
            total += fields.valueEnd(i) - fields.valueStart(i) + 2;
        }
        byte[] name = FieldNames.COOKIE.bytes();
        int start = fields.reserve(name.length + total);
        byte[] array = fields.array();
        System.arraycopy(name, 0, array, start, name.length);
        int valueStart = start + name.length;
        int at = valueStart;
        for (int i = fields.find(FieldNames.COOKIE);
                i >= 0;
                i = fields.find(FieldNames.COOKIE, i + 1)) {
            if (at > valueStart) {
                array[at++] = ';';
                array[at++] = ' ';
            }
            int length = fields.valueEnd(i) - fields.valueStart(i);
            System.arraycopy(array, fields.valueStart(i), array, at, length);
            at += length;
            fields.remove(i);
        }
        fields.commit(at - start);
        fields.addSpan(start, valueStart, valueStart, at, FieldNames.COOKIE.hash());
    }

    @Override
    void pseudo(HeaderFields fields, int nameStart, int valueStart, int valueEnd) {
        byte[] array = fields.array();
        int which = which(array, nameStart, valueStart);
        if (which == 0 || (seen & which) != 0) {
            malformed("an invalid or repeated pseudo-header field");
            return;
        }
        seen |= which;
        switch (which) {
            case METHOD -> readMethod(array, valueStart, valueEnd);
            case SCHEME -> readScheme(array, valueStart, valueEnd);
            case AUTHORITY -> {
                authorityStart = valueStart;
                authorityEnd = valueEnd;
                fields.commit(valueEnd - nameStart);
            }
            case PATH -> {
                if (valueStart == valueEnd) {
                    malformed("an empty :path");
                }
                // The bytes stay in the arena without being a field, to be read in the end.
                pathStart = valueStart;
                pathEnd = valueEnd;
                fields.commit(valueEnd - nameStart);
            }
            default ->
                    head.upgrade(
                            FieldSyntax.equals(array, valueStart, valueEnd, "websocket")
                                    ? "websocket"
                                    : "");
        }
    }

    private static int which(byte[] array, int from, int to) {
        return switch (to - from) {
            case 5 -> FieldSyntax.equals(array, from, to, ":path") ? PATH : 0;
            case 7 ->
                    FieldSyntax.equals(array, from, to, ":method")
                            ? METHOD
                            : FieldSyntax.equals(array, from, to, ":scheme") ? SCHEME : 0;
            case 9 -> FieldSyntax.equals(array, from, to, ":protocol") ? PROTOCOL : 0;
            case 10 -> FieldSyntax.equals(array, from, to, ":authority") ? AUTHORITY : 0;
            default -> 0;
        };
    }

    private void readMethod(byte[] array, int from, int to) {
        String known =
                switch (to - from) {
                    case 3 ->
                            FieldSyntax.equals(array, from, to, "GET")
                                    ? "GET"
                                    : FieldSyntax.equals(array, from, to, "PUT") ? "PUT" : "";
                    case 4 ->
                            FieldSyntax.equals(array, from, to, "POST")
                                    ? "POST"
                                    : FieldSyntax.equals(array, from, to, "HEAD") ? "HEAD" : "";
                    case 5 -> FieldSyntax.equals(array, from, to, "PATCH") ? "PATCH" : "";
                    case 6 -> FieldSyntax.equals(array, from, to, "DELETE") ? "DELETE" : "";
                    case 7 ->
                            FieldSyntax.equals(array, from, to, "OPTIONS")
                                    ? "OPTIONS"
                                    : FieldSyntax.equals(array, from, to, "CONNECT")
                                            ? "CONNECT"
                                            : "";
                    default -> "";
                };
        if (known.isEmpty()) {
            known = new String(array, from, to - from, StandardCharsets.ISO_8859_1);
            if (!isToken(known)) {
                malformed("invalid :method");
            }
        }
        head.method(known);
    }

    /** RFC 9110 section 5.6.2. */
    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !digit && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private void readScheme(byte[] array, int from, int to) {
        // Not compared with the connection: whoever ends TLS in front of us says https here.
        if (!FieldSyntax.equals(array, from, to, "http")
                && !FieldSyntax.equals(array, from, to, "https")) {
            malformed("a :scheme other than http and https");
        }
    }

    @Override
    boolean regular(HeaderFields fields, int nameStart, int valueStart, int valueEnd, int hash) {
        byte[] array = fields.array();
        switch (valueStart - nameStart) {
            case 2 -> {
                if (FieldSyntax.is(FieldNames.TE, array, nameStart, valueStart, hash)) {
                    readTe(array, valueStart, valueEnd);
                    return false;
                }
            }
            case 4 -> {
                if (FieldSyntax.is(FieldNames.HOST, array, nameStart, valueStart, hash)) {
                    if (hostStart >= 0) {
                        malformed("more than one host");
                    }
                    hostStart = valueStart;
                    hostEnd = valueEnd;
                    fields.commit(valueEnd - nameStart);
                    return false;
                }
            }
            case 6 -> {
                if (FieldSyntax.is(FieldNames.COOKIE, array, nameStart, valueStart, hash)) {
                    cookies++;
                } else if (FieldSyntax.is(FieldNames.EXPECT, array, nameStart, valueStart, hash)) {
                    head.expectsContinue(isContinue(array, valueStart, valueEnd));
                    unknownExpectation |= !head.expectsContinue();
                }
            }
            case 14 -> {
                if (isContentLength(array, nameStart, valueStart, hash)) {
                    readContentLength(array, valueStart, valueEnd);
                }
            }
            default -> {}
        }
        return true;
    }

    private void readTe(byte[] array, int from, int to) {
        // RFC 9113 section 8.2.2: no other value.
        if (to - from != TRAILERS.length) {
            malformed("te other than trailers");
            return;
        }
        for (int i = 0; i < TRAILERS.length; i++) {
            if (FieldSyntax.lower(array[from + i]) != TRAILERS[i]) {
                malformed("te other than trailers");
                return;
            }
        }
        head.acceptsTrailers(true);
    }

    private static boolean isContinue(byte[] array, int from, int to) {
        return new String(array, from, to - from, StandardCharsets.ISO_8859_1)
                .equalsIgnoreCase("100-continue");
    }
}
