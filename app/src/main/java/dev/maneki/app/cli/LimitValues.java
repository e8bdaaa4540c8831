package dev.maneki.app.cli;

import dev.maneki.routing.model.Limit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Limits as the command line writes them. */
final class LimitValues {
    private LimitValues() {}

    /**
     * Reads {@code NAME=VALUE} each; a later one of the same name wins.
     *
     * @throws CommandFailure if a name or value is none
     */
    static Map<Limit, Long> parse(List<String> texts) {
        Map<Limit, Long> values = new EnumMap<>(Limit.class);
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--limit " + text + ": write NAME=VALUE; see: maneki help limits");
            }
            String name = text.substring(0, equals);
            Limit limit = Limit.named(name);
            if (limit == null) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "there is no limit '"
                                + name
                                + "'"
                                + similar(name)
                                + "; see: maneki help limits");
            }
            OptionalLong value = limit.parse(text.substring(equals + 1));
            if (value.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--limit " + text + ": write " + limit.title() + "=" + example(limit));
            }
            values.put(limit, value.getAsLong());
        }
        return values;
    }

    /** A value as a person would write it. */
    static String write(Limit limit, long value) {
        if (value == 0) {
            return "none";
        }
        return switch (limit.unit()) {
            case COUNT -> Long.toString(value);
            case DURATION -> duration(value);
            case BYTES -> bytes(value);
            case BYTES_PER_SECOND -> bytes(value) + "/s";
        };
    }

    private static String duration(long milliseconds) {
        if (milliseconds % 3_600_000 == 0) {
            return milliseconds / 3_600_000 + "h";
        }
        if (milliseconds % 60_000 == 0) {
            return milliseconds / 60_000 + "m";
        }
        return milliseconds % 1_000 == 0 ? milliseconds / 1_000 + "s" : milliseconds + "ms";
    }

    private static String bytes(long value) {
        if (value % (1 << 20) == 0) {
            return (value >> 20) + "Mi";
        }
        return value % (1 << 10) == 0 ? (value >> 10) + "Ki" : Long.toString(value);
    }

    private static String example(Limit limit) {
        return switch (limit.unit()) {
            case COUNT -> "100";
            case DURATION -> "10s (or ms, m, h; 0 for no limit)";
            case BYTES, BYTES_PER_SECOND -> "64Ki (or a plain number, Mi, Gi; 0 for no limit)";
        };
    }

    private static String similar(String name) {
        String names =
                Stream.of(Limit.values())
                        .map(Limit::title)
                        .filter(title -> title.contains(name) || shareWord(title, name))
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " (meant: " + names + "?)";
    }

    private static boolean shareWord(String title, String name) {
        return Stream.of(name.split("[-_ ]")).anyMatch(List.of(title.split("-"))::contains);
    }
}
