package dev.maneki.resources.schema;

/** IP addresses as text, read as strictly as Kubernetes reads them: no names, zones or ports. */
public final class IpLiteral {
    private IpLiteral() {}

    public static boolean isAddress(String text) {
        return isV4(text) || isV6(text);
    }

    /** Four decimal numbers without leading zeros, which some read as octal. */
    public static boolean isV4(String text) {
        int parts = 0;
        int start = 0;
        while (true) {
            int dot = text.indexOf('.', start);
            int end = dot < 0 ? text.length() : dot;
            if (!isOctet(text, start, end)) {
                return false;
            }
            parts++;
            if (dot < 0) {
                return parts == 4;
            }
            start = dot + 1;
        }
    }

    private static boolean isOctet(String text, int start, int end) {
        int length = end - start;
        if (length < 1 || length > 3 || (length > 1 && text.charAt(start) == '0')) {
            return false;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            value = value * 10 + (c - '0');
        }
        return value <= 255;
    }

    /** RFC 4291, 2.2: eight groups, at most one run of them left out, perhaps IPv4 at the end. */
    public static boolean isV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == 8;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        if (before.indexOf('.') >= 0) {
            return false;
        }
        int left = before.isEmpty() ? 0 : groups(before);
        int right = after.isEmpty() ? 0 : groups(after);
        return left >= 0 && right >= 0 && left + right <= 7;
    }

    /** The number of groups of 16 bits; -1 where the text is not of such. */
    private static int groups(String text) {
        int count = 0;
        int start = 0;
        while (true) {
            int colon = text.indexOf(':', start);
            String group = text.substring(start, colon < 0 ? text.length() : colon);
            if (colon < 0 && group.indexOf('.') >= 0) {
                return isV4(group) ? count + 2 : -1;
            }
            if (group.isEmpty() || group.length() > 4) {
                return -1;
            }
            for (int i = 0; i < group.length(); i++) {
                char c = group.charAt(i);
                if (c >= 0x80 || Character.digit(c, 16) < 0) {
                    return -1;
                }
            }
            count++;
            if (count > 8) {
                return -1;
            }
            if (colon < 0) {
                return count;
            }
            start = colon + 1;
        }
    }
}
