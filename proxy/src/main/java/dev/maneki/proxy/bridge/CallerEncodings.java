package dev.maneki.proxy.bridge;

import dev.maneki.connect.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The compressions that a call may come in: those with a name in the protocols, and whatever the
 * caller names. Its messages pass as they are, so it is for the backend to know the name, and to
 * refuse it.
 */
final class CallerEncodings {
    static final List<String> COMMON = List.of("gzip", "zstd", "br", "deflate", "snappy");

    private static final String[] FIELDS = {
        "grpc-encoding", "content-encoding", "connect-content-encoding"
    };

    private static final int LONGEST = 32;

    private CallerEncodings() {}

    static List<String> of(HttpRequest request) {
        List<String> all = COMMON;
        for (String field : FIELDS) {
            all = with(all, request.fields().get(field));
        }
        return all;
    }

    private static List<String> with(List<String> known, @Nullable String name) {
        if (name == null || known.contains(name.toLowerCase(Locale.ROOT)) || !token(name)) {
            return known;
        }
        List<String> more = new ArrayList<>(known);
        more.add(name);
        return more;
    }

    private static boolean token(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_')) {
                return false;
            }
        }
        return true;
    }
}
