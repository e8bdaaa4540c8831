package dev.maneki.proxy.http1;

import dev.maneki.proxy.Reason;
import dev.maneki.routing.model.Limit;
import org.jspecify.annotations.Nullable;

/**
 * Why bytes were not taken for a message. One constant for each kind of fault: what two parsers
 * could read in two ways is refused here and goes no further (RFC 9112 section 11).
 *
 * <p>In a request it becomes the status it names and the connection is closed; in a response it
 * becomes 502.
 */
enum Refusal {
    BARE_LF(400, "a line ends in LF without CR"),
    BARE_CR(400, "a CR is not followed by LF"),
    CONTROL_CHARACTER(400, "a control character in a head"),
    BAD_REQUEST_LINE(400, "the request line is not METHOD SP TARGET SP VERSION"),
    BAD_STATUS_LINE(400, "the status line is not VERSION SP CODE SP REASON"),
    BAD_VERSION(400, "what should be the version is none"),
    NOT_HTTP(400, "neither a request line nor the preface of HTTP/2"),
    VERSION_NOT_SUPPORTED(505, "the version is neither HTTP/1.0 nor HTTP/1.1"),
    METHOD_TOO_LONG(501, "no method is that long", Reason.METHOD_NOT_SUPPORTED, null),
    METHOD_NOT_SUPPORTED(501, "CONNECT and TRACE", Reason.METHOD_NOT_SUPPORTED, null),
    BAD_TARGET(400, "the request target"),
    TARGET_TOO_LONG(414, "the request target", Reason.TARGET_TOO_LONG, Limit.TARGET_BYTES),
    WHITE_SPACE_BEFORE_FIELDS(400, "white space at the start of the first field line"),
    OBSOLETE_FOLD(400, "a field line starts with white space"),
    EMPTY_NAME(400, "a field name is empty"),
    SPACE_BEFORE_COLON(400, "white space before the colon of a field"),
    NO_COLON(400, "a field line has no colon"),
    BAD_NAME(400, "a field name is no token"),
    UNDERSCORE_IN_NAME(400, "a field name has an underscore, which some servers take for a hyphen"),
    HEADER_TOO_LARGE(431, "the header section", Reason.HEADER_TOO_LARGE, Limit.HEADER_BYTES),
    TOO_MANY_FIELDS(431, "too many fields", Reason.HEADER_TOO_LARGE, Limit.HEADER_COUNT),
    RESPONSE_HEADER_TOO_LARGE(
            400, "the header section", Reason.BAD_REQUEST, Limit.RESPONSE_HEADER_BYTES),
    RESPONSE_TOO_MANY_FIELDS(
            400, "too many fields", Reason.BAD_REQUEST, Limit.RESPONSE_HEADER_COUNT),
    TRAILERS_TOO_LARGE(431, "the trailers", Reason.HEADER_TOO_LARGE, Limit.TRAILER_BYTES),
    TOO_MANY_TRAILERS(431, "too many trailers", Reason.HEADER_TOO_LARGE, Limit.HEADER_COUNT),
    NO_HOST(400, "no Host field"),
    SEVERAL_HOSTS(400, "several Host fields"),
    BAD_HOST(400, "the Host field"),
    BAD_CONTENT_LENGTH(400, "Content-Length is not a number"),
    SEVERAL_CONTENT_LENGTHS(400, "several Content-Length fields"),
    LENGTH_AND_CODING(400, "both Content-Length and Transfer-Encoding"),
    CODING_IN_HTTP_1_0(400, "Transfer-Encoding in HTTP/1.0"),
    SEVERAL_TRANSFER_CODINGS(400, "several Transfer-Encoding fields"),
    TRANSFER_CODING(501, "a transfer coding other than chunked"),
    CODING_WITHOUT_BODY(400, "Transfer-Encoding in a response that has no body"),
    BAD_CONNECTION(400, "Connection is not a list of tokens"),
    PROTECTED_CONNECTION_OPTION(400, "Connection names a field that is not hop-by-hop"),
    EXPECTATION(417, "an expectation other than 100-continue", Reason.EXPECTATION_FAILED, null),
    BAD_CHUNK_SIZE(400, "a chunk size is not a hexadecimal number"),
    BAD_CHUNK_EXTENSION(400, "a chunk extension is malformed or too long"),
    BAD_CHUNK_END(400, "a chunk's data is not followed by CRLF"),
    FORBIDDEN_TRAILER(400, "a trailer that decides about framing or routing"),
    UNASKED_SWITCH(400, "101 without being asked, or for another protocol"),
    TOO_MANY_INFORMATIONAL(400, "too many 1xx responses");

    private final int status;
    private final String detail;
    private final Reason reason;
    private final @Nullable Limit limit;

    Refusal(int status, String detail) {
        this(status, detail, Reason.BAD_REQUEST, null);
    }

    Refusal(int status, String detail, Reason reason, @Nullable Limit limit) {
        this.status = status;
        this.detail = limit == null ? detail : detail + " is above the limit " + limit.title();
        this.reason = reason;
        this.limit = limit;
    }

    /** The status that a client gets. */
    int status() {
        return status;
    }

    /** What is wrong, for a person. */
    String detail() {
        return detail;
    }

    /** For access records and metrics. */
    Reason reason() {
        return reason;
    }

    /** The limit that has bitten, or null. */
    @Nullable Limit limit() {
        return limit;
    }
}
