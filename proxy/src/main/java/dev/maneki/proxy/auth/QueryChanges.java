package dev.maneki.proxy.auth;

import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.RequestHead;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Changes to a request's query that an authorization server asks for. Immutable.
 *
 * @param dropped decoded names of parameters to take out
 * @param added parameters to put at the end, encoded
 */
record QueryChanges(Set<String> dropped, List<String> added) {
    /** Makes the changes; parameters that are not named stay as they were written. */
    void apply(RequestHead head) {
        if (dropped.isEmpty()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        if (head.hasQuery()) {
            for (String part : head.query().toString().split("&", -1)) {
                if (!dropped.contains(name(part))) {
                    parts.add(part);
                }
            }
        }
        parts.addAll(added);
        ByteSequence query = head.query();
        query.clear();
        query.append(String.join("&", parts));
        head.hasQuery(!parts.isEmpty());
    }

    /** The name as servers read it; one with a broken escape is no name that could be meant. */
    private static String name(String part) {
        int end = part.indexOf('=');
        String name = end < 0 ? part : part.substring(0, end);
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    /** Reads the changes from a message. */
    static final class Builder {
        private static final int KEY = 1;
        private static final int VALUE = 2;

        private final Set<String> dropped = new HashSet<>();
        private final List<String> added = new ArrayList<>();

        /** Reads {@code envoy.config.core.v3.QueryParameter}: it takes the place of its name's. */
        void set(ProtoReader message) {
            String key = "";
            String value = "";
            while (message.next()) {
                switch (message.field()) {
                    case KEY -> key = message.text();
                    case VALUE -> value = message.text();
                    default -> {}
                }
            }
            dropped.add(key);
            added.add(encode(key) + "=" + encode(value));
        }

        /** Takes a parameter out. */
        void remove(String key) {
            dropped.add(key);
        }

        QueryChanges build() {
            return new QueryChanges(Set.copyOf(dropped), List.copyOf(added));
        }

        private static String encode(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
