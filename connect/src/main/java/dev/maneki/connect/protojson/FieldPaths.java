package dev.maneki.connect.protojson;

import dev.maneki.connect.json.JsonException;

/**
 * The paths of a {@code google.protobuf.FieldMask}: {@code foo_bar.baz} in messages, {@code
 * fooBar.baz} in JSON. Those that would not come back the same have no JSON form.
 */
final class FieldPaths {
    private FieldPaths() {}

    static String toJson(String path) {
        StringBuilder json = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '_') {
                i++;
                if (i == path.length() || !lower(path.charAt(i))) {
                    throw noForm(path);
                }
                json.append((char) (path.charAt(i) - 'a' + 'A'));
            } else if (upper(c)) {
                throw noForm(path);
            } else {
                json.append(c);
            }
        }
        return json.toString();
    }

    static String fromJson(String json) {
        StringBuilder path = new StringBuilder(json.length() + 8);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '_') {
                throw new JsonException(
                        "a field mask's path is in lower camel case; got '" + json + "'");
            }
            if (upper(c)) {
                path.append('_').append((char) (c - 'A' + 'a'));
            } else {
                path.append(c);
            }
        }
        return path.toString();
    }

    private static boolean lower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean upper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static JsonException noForm(String path) {
        return new JsonException("the field mask's path '" + path + "' has no JSON form");
    }
}
