package dev.maneki.app.admin;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request's {@code Host} names this server.
 *
 * <p>Against DNS rebinding: a page from elsewhere can make its own host name resolve to a loopback
 * address, and the browser then takes this server for the page's own. Its requests still carry that
 * name. An IP address cannot be made to point elsewhere.
 */
final class HostCheck {
    private final String ownName;

    HostCheck(String ownName) {
        this.ownName = ownName.toLowerCase(Locale.ROOT);
    }

    boolean allows(@Nullable List<String> hostFields) {
        if (hostFields == null || hostFields.size() != 1) {
            return false;
        }
        String host = withoutPort(hostFields.getFirst().toLowerCase(Locale.ROOT));
        return host.equals("localhost") || host.equals(ownName) || isAddress(host);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static boolean isAddress(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return true;
        }
        // No top-level domain is a number, so a name never looks like this.
        return !host.isEmpty() && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }
}
