package dev.maneki.proxy.auth;

import dev.maneki.routing.message.FieldName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads {@code envoy.config.core.v3.HeaderValueOption}: one header and what to do with it. */
final class HeaderOption {
    // HeaderValueOption
    private static final int HEADER = 1;
    private static final int APPEND = 2;
    private static final int APPEND_ACTION = 3;
    private static final int KEEP_EMPTY_VALUE = 4;

    // HeaderValue, google.protobuf.BoolValue
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int RAW_VALUE = 3;
    private static final int TRUTH = 1;

    private static final String TOKEN = "!#$%&'*+-.^_`|~";

    private String key = "";
    private byte[] value = {};
    private boolean appendSeen;
    private boolean append;
    private long action;
    private boolean keepEmpty;

    private HeaderOption() {}

    /**
     * Reads one and adds what it asks for; what would touch framing or routing is left out.
     *
     * @param usual what is done where the option does not say. proto3 cannot tell {@code
     *     APPEND_IF_EXISTS_OR_ADD} from saying nothing: then {@code external_auth.proto} has the
     *     field of a request overwritten, so that no client can put a value of its own before the
     *     server's
     */
    static void read(ProtoReader message, FieldChange.Action usual, List<FieldChange> into) {
        HeaderOption option = new HeaderOption();
        option.read(message);
        if (option.key.startsWith(":")) {
            return; // A pseudo-header field is no field.
        }
        FieldName name = name(option.key);
        checkValue(option.value);
        option.value = strip(option.value);
        if (FieldChange.mayChange(name)) {
            option.action(usual)
                    .ifPresent(action -> into.add(new FieldChange(name, option.value, action)));
        }
    }

    /** Reads a name to be removed; one that may not be is left out. */
    static void readName(String text, List<FieldName> into) {
        if (text.startsWith(":")) {
            return;
        }
        FieldName name = name(text);
        if (FieldChange.mayChange(name)) {
            into.add(name);
        }
    }

    private void read(ProtoReader message) {
        while (message.next()) {
            switch (message.field()) {
                case HEADER -> readHeader(message.message());
                case APPEND -> {
                    appendSeen = true;
                    append = truth(message.message());
                }
                case APPEND_ACTION -> action = message.integer();
                case KEEP_EMPTY_VALUE -> keepEmpty = message.truth();
                default -> {}
            }
        }
    }

    private void readHeader(ProtoReader message) {
        while (message.next()) {
            switch (message.field()) {
                case KEY -> key = message.text();
                case VALUE, RAW_VALUE -> value = message.bytes();
                default -> {}
            }
        }
    }

    private static boolean truth(ProtoReader message) {
        boolean truth = false;
        while (message.next()) {
            if (message.field() == TRUTH) {
                truth = message.truth();
            }
        }
        return truth;
    }

    /** What to do; empty for nothing. */
    private Optional<FieldChange.Action> action(FieldChange.Action usual) {
        FieldChange.Action asked =
                appendSeen
                        ? append ? FieldChange.Action.APPEND : FieldChange.Action.OVERWRITE
                        : switch ((int) Math.clamp(action, 0, 4)) {
                            case 0 -> usual;
                            case 1 -> FieldChange.Action.ADD_IF_ABSENT;
                            case 3 -> FieldChange.Action.OVERWRITE_IF_PRESENT;
                            default -> FieldChange.Action.OVERWRITE;
                        };
        if (value.length > 0 || keepEmpty) {
            return Optional.of(asked);
        }
        // "Custom headers with empty values are dropped"; what they take the place of goes all the
        // same, or a client's own value would outlive the server's "none".
        return switch (asked) {
            case OVERWRITE, OVERWRITE_IF_PRESENT -> Optional.of(FieldChange.Action.REMOVE);
            case APPEND, ADD_IF_ABSENT, REMOVE -> Optional.empty();
        };
    }

    private static FieldName name(String text) {
        boolean token = !text.isEmpty();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || TOKEN.indexOf(c) >= 0;
            token &= plain;
        }
        if (!token) {
            throw new ProtoException("a header's name is not a token");
        }
        return FieldName.of(text);
    }

    /** RFC 9110 section 5.5: nothing that ends a line, no control characters. */
    private static void checkValue(byte[] value) {
        for (byte each : value) {
            if ((each >= 0 && each < 0x20 && each != '\t') || each == 0x7f) {
                throw new ProtoException("a header's value has control characters");
            }
        }
    }

    /** White space around a value is no part of it. */
    private static byte[] strip(byte[] value) {
        int from = 0;
        int to = value.length;
        while (from < to && blank(value[from])) {
            from++;
        }
        while (from < to && blank(value[to - 1])) {
            to--;
        }
        return Arrays.copyOfRange(value, from, to);
    }

    private static boolean blank(byte each) {
        return each == ' ' || each == '\t';
    }
}
