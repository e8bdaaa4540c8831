package dev.maneki.resources.schema;

import java.util.Map;

/** The patterns of the API that every resource is full of, as loops over characters. */
final class CommonPatterns {
    private CommonPatterns() {}

    static final Map<String, Patterns.Matcher> ALL =
            Map.of(
                    "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
                    text -> isSubdomain(text, 0),
                    "^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
                    text -> text.isEmpty() || isSubdomain(text, 0),
                    "^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
                    text -> isSubdomain(text, text.startsWith("*.") ? 2 : 0),
                    "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
                    text -> text.indexOf('.') < 0 && isSubdomain(text, 0),
                    "^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$",
                    CommonPatterns::isKind,
                    "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$",
                    CommonPatterns::isToken,
                    "^[!-~]+([\\t ]?[!-~]+)*$",
                    CommonPatterns::isFieldValue);

    /** Labels of lower-case letters, digits and inner dashes, with dots between. */
    private static boolean isSubdomain(String text, int from) {
        boolean afterAlphanumeric = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                afterAlphanumeric = true;
            } else if (c == '.') {
                if (!afterAlphanumeric) {
                    return false;
                }
                afterAlphanumeric = false;
            } else if (c == '-') {
                // A dash may follow a dash, but neither begins nor ends a label.
                if (i == from || text.charAt(i - 1) == '.') {
                    return false;
                }
                afterAlphanumeric = false;
            } else {
                return false;
            }
        }
        return afterAlphanumeric;
    }

    private static boolean isKind(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            boolean dash = c == '-' && i < length - 1;
            if (!letter && (i == 0 || (!digit && !dash))) {
                return false;
            }
        }
        return length > 0;
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isFieldValue(String text) {
        boolean afterVisible = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '!' && c <= '~') {
                afterVisible = true;
            } else if ((c == ' ' || c == '\t') && afterVisible) {
                afterVisible = false;
            } else {
                return false;
            }
        }
        return afterVisible;
    }
}
