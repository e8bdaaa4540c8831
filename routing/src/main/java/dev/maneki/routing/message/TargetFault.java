package dev.maneki.routing.message;

import java.util.Locale;

/**
 * Why a request target or an authority was refused, and how to answer.
 *
 * <p>What is ambiguous is refused rather than repaired: two parties that repair it in different
 * ways see two different requests (RFC 9112 section 11.2).
 */
public enum TargetFault {
    /** Nothing wrong. */
    NONE(200, "nothing is wrong"),
    /** No target at all, or a form that the method does not allow (RFC 9112 section 3.2). */
    BAD_FORM(400, "the request target has none of the forms of RFC 9112 section 3.2"),
    /** {@code CONNECT}: this is a reverse proxy and opens no tunnels (RFC 9110 section 9.3.6). */
    CONNECT(501, "CONNECT opens no tunnels here"),
    /** A scheme other than {@code http} and {@code https}. */
    BAD_SCHEME(400, "the target's scheme is neither http nor https"),
    /** The target's scheme is not the connection's (RFC 9110 section 7.4). */
    SCHEME_MISMATCH(421, "the target's scheme is not that of the connection"),
    /** White space, a control character, NUL, or a byte outside ASCII. */
    BAD_CHARACTER(400, "the target has a character that must be percent-encoded"),
    /** A fragment, which clients keep to themselves (RFC 9110 section 4.2.5). */
    FRAGMENT(400, "the target has a fragment"),
    /** {@code \}, which some servers take for {@code /}. */
    BACKSLASH(400, "the path has a backslash"),
    /** {@code %} without two hexadecimal digits. */
    BAD_ESCAPE(400, "the path has a % that is not followed by two hexadecimal digits"),
    /** {@code %2F} or {@code %5C}: one segment for some servers, two for others. */
    ESCAPED_SLASH(400, "the path has an escaped slash or backslash"),
    /** An escaped control character, {@code %00} among them. */
    ESCAPED_CONTROL(400, "the path has an escaped control character"),
    /** Escapes that are not UTF-8, overlong forms among them (RFC 3629 section 10). */
    BAD_UTF8(400, "the path has escapes that are not valid UTF-8"),
    /** {@code ..} where there is nothing left to go up from. */
    ABOVE_ROOT(400, "the path leads above the root"),
    /** {@code .;x} or {@code ..;x}: a dot segment for servers that cut parameters off first. */
    DOT_SEGMENT_PARAMETER(400, "the path has a dot segment with parameters"),
    /** No host; head.host() is then empty and head.port() -1. */
    EMPTY_HOST(400, "the authority is empty"),
    /** {@code user@}, which must not be sent (RFC 9110 section 4.2.4). */
    USER_INFORMATION(400, "the authority has user information"),
    /** Neither a host name nor an IP address. */
    BAD_HOST(400, "the host is neither a name nor an IP address"),
    /** Not a number from 0 to 65535. */
    BAD_PORT(400, "the port is not a number from 0 to 65535");

    private final int status;
    private final String text;
    private final String label;

    TargetFault(int status, String text) {
        this.status = status;
        this.text = text;
        this.label = name().toLowerCase(Locale.ROOT);
    }

    /** The status code to answer with; 200 for {@link #NONE}. */
    public int status() {
        return status;
    }

    /** What is wrong, as part of a sentence for a person. */
    public String text() {
        return text;
    }

    /** A word for records and metrics, such as {@code escaped_slash}. */
    public String label() {
        return label;
    }
}
