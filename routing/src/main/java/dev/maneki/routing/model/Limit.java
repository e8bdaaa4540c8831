package dev.maneki.routing.model;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every limit of the data plane: its name, default, unit, and what it bounds.
 *
 * <p>The process's values come from the command line ({@code --limit NAME=VALUE}); a Gateway may
 * have its own for those of scope {@link Scope#GATEWAY}. When one bites, {@code
 * maneki_limit_hits_total{limit="NAME"}} counts it. A value of 0 means no limit.
 */
public enum Limit {
    HEADER_BYTES(
            Scope.GATEWAY,
            Unit.BYTES,
            65_536,
            "bytes of a request's header section, request line included; then 431"),
    HEADER_COUNT(
            Scope.GATEWAY,
            Unit.COUNT,
            128,
            "fields of a request's header section, each cookie crumb one; then 431"),
    TARGET_BYTES(Scope.GATEWAY, Unit.BYTES, 16_384, "bytes of a request target; then 414"),
    TRAILER_BYTES(
            Scope.GATEWAY,
            Unit.BYTES,
            16_384,
            "bytes of a trailer section; then the stream is reset"),
    RESPONSE_HEADER_BYTES(
            Scope.PROCESS,
            Unit.BYTES,
            65_536,
            "bytes of a backend's response header section; then 502"),
    RESPONSE_HEADER_COUNT(
            Scope.PROCESS,
            Unit.COUNT,
            256,
            "fields of a backend's response header section; then 502"),
    CONNECTIONS(
            Scope.PROCESS,
            Unit.COUNT,
            65_536,
            "client connections of the process; more are closed at once"),
    LISTENER_CONNECTIONS(
            Scope.PROCESS,
            Unit.COUNT,
            65_536,
            "client connections of one port; more are closed at once"),
    STREAMS(Scope.GATEWAY, Unit.COUNT, 100, "concurrent HTTP/2 streams of one client connection"),
    HEADER_TIMEOUT(
            Scope.GATEWAY,
            Unit.DURATION,
            10_000,
            "time for a request's header section to arrive; then 408"),
    BODY_TIMEOUT(
            Scope.GATEWAY,
            Unit.DURATION,
            30_000,
            "time without a byte of a request body; then 408"),
    BODY_RATE(
            Scope.GATEWAY,
            Unit.BYTES_PER_SECOND,
            240,
            "least rate of a request body after its first 5 seconds; then 408"),
    IDLE_TIMEOUT(
            Scope.GATEWAY,
            Unit.DURATION,
            120_000,
            "time that a client connection may be without a request"),
    STREAM_IDLE_TIMEOUT(
            Scope.GATEWAY,
            Unit.DURATION,
            300_000,
            "time without a byte of a response, either way; then 504 or a reset"),
    WRITE_TIMEOUT(
            Scope.GATEWAY,
            Unit.DURATION,
            60_000,
            "time that a client may take nothing of a response; then a reset"),
    TUNNEL_IDLE_TIMEOUT(
            Scope.GATEWAY,
            Unit.DURATION,
            3_600_000,
            "time without a byte on an upgraded connection"),
    HANDSHAKE_TIMEOUT(Scope.GATEWAY, Unit.DURATION, 10_000, "time for a TLS handshake"),
    CLIENT_HELLO_BYTES(Scope.PROCESS, Unit.BYTES, 65_536, "bytes of a TLS ClientHello"),
    CONNECTION_BUFFER(
            Scope.PROCESS,
            Unit.BYTES,
            65_536,
            "bytes waiting to be written to one connection before its source is paused"),
    PROCESS_BUFFER(
            Scope.PROCESS,
            Unit.BYTES,
            268_435_456,
            "bytes of all buffers; above it new requests get 503"),
    RETRY_BUFFER(Scope.PROCESS, Unit.BYTES, 65_536, "bytes of a request body kept for another try"),
    RESET_BUDGET(
            Scope.GATEWAY,
            Unit.COUNT,
            200,
            "streams of one HTTP/2 connection that end before their response, however caused, in 30 seconds; then GOAWAY"),
    CONTROL_FRAME_BUDGET(
            Scope.GATEWAY,
            Unit.COUNT,
            1_000,
            "PING, SETTINGS, PRIORITY, empty DATA, WINDOW_UPDATE beyond use of one HTTP/2 connection in 30 seconds; then GOAWAY"),
    MESSAGE_BYTES(
            Scope.GATEWAY,
            Unit.BYTES,
            4_194_304,
            "bytes of one message of a bridged call, either way, as it comes; then resource_exhausted"),
    BACKEND_CONNECTIONS(
            Scope.PROCESS,
            Unit.COUNT,
            4_096,
            "connections to one backend; more requests wait, then get 503"),
    BACKEND_REQUESTS(Scope.PROCESS, Unit.COUNT, 16_384, "requests at one backend; more get 503"),
    BACKEND_PENDING(
            Scope.PROCESS,
            Unit.COUNT,
            1_024,
            "requests waiting for a connection to one backend; more get 503"),
    BACKEND_IDLE_TIMEOUT(
            Scope.PROCESS,
            Unit.DURATION,
            50_000,
            "time that a connection to a backend is kept unused"),
    CONNECT_TIMEOUT(
            Scope.PROCESS,
            Unit.DURATION,
            5_000,
            "time for a connection to a backend, TLS included; then 504"),
    AUTH_TIMEOUT(
            Scope.GATEWAY,
            Unit.DURATION,
            5_000,
            "time for an authorization server's answer, once it is asked; then 504"),
    AUTH_ANSWER_BYTES(
            Scope.PROCESS,
            Unit.BYTES,
            65_536,
            "bytes of a gRPC authorization server's answer; then 502");

    /** Whose value it is. */
    public enum Scope {
        /** One value for the process. */
        PROCESS,
        /** A Gateway may have its own. */
        GATEWAY
    }

    /** What the number means. */
    public enum Unit {
        BYTES,
        COUNT,
        /** Kept in milliseconds, written as {@code 10s}, {@code 500ms}, {@code 2m}, {@code 1h}. */
        DURATION,
        BYTES_PER_SECOND
    }

    private static final Map<String, Limit> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Limit::title, limit -> limit));
    private static final Pattern VALUE = Pattern.compile("(\\d{1,15})(ms|s|m|h|Ki|Mi|Gi)?");

    private final String title;
    private final Scope scope;
    private final Unit unit;
    private final long defaultValue;
    private final String description;

    Limit(Scope scope, Unit unit, long defaultValue, String description) {
        this.title = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.scope = scope;
        this.unit = unit;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** The name as users write it: {@code header-bytes}. */
    public String title() {
        return title;
    }

    /** Whose value it is. */
    public Scope scope() {
        return scope;
    }

    /** What the number means. */
    public Unit unit() {
        return unit;
    }

    /** In force where nobody says otherwise; durations in milliseconds. */
    public long defaultValue() {
        return defaultValue;
    }

    /** What it bounds, and what happens beyond. */
    public String description() {
        return description;
    }

    /** The limit that users call so, or null. */
    public static @Nullable Limit named(String title) {
        return BY_NAME.get(title);
    }

    /**
     * Reads a value: a number, with {@code ms|s|m|h} for durations, {@code Ki|Mi|Gi} for bytes;
     * empty if it is none.
     */
    public OptionalLong parse(String text) {
        Matcher matcher = VALUE.matcher(text.trim());
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        String suffix = matcher.group(2) == null ? "" : matcher.group(2);
        if (suffix.isEmpty()) {
            return unit == Unit.DURATION && number != 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(number);
        }
        long factor =
                switch (suffix) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    case "Ki" -> 1L << 10;
                    case "Mi" -> 1L << 20;
                    default -> 1L << 30;
                };
        boolean duration = suffix.endsWith("s") || suffix.equals("m") || suffix.equals("h");
        boolean fits =
                duration
                        ? unit == Unit.DURATION
                        : unit == Unit.BYTES || unit == Unit.BYTES_PER_SECOND;
        return fits && number <= Long.MAX_VALUE / factor
                ? OptionalLong.of(number * factor)
                : OptionalLong.empty();
    }
}
