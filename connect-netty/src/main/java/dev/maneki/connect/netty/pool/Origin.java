package dev.maneki.connect.netty.pool;

import dev.maneki.connect.http.HttpRequest;

/**
 * Where connections lead.
 *
 * @param host a name, or an address without brackets
 */
public record Origin(boolean tls, String host, int port) {
    /**
     * Of a request.
     *
     * @throws IllegalArgumentException if its authority is not host and port
     */
    public static Origin of(HttpRequest request) {
        boolean tls = request.scheme().equals("https");
        String authority = request.authority();
        int bracket = authority.lastIndexOf(']');
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > bracket;
        String host = hasPort ? authority.substring(0, colon) : authority;
        if (bracket > 0 && host.startsWith("[")) {
            host = host.substring(1, bracket);
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the authority has no host: '" + authority + "'");
        }
        return new Origin(tls, host, hasPort ? port(authority, colon + 1) : tls ? 443 : 80);
    }

    private static int port(String authority, int from) {
        try {
            int port = Integer.parseInt(authority.substring(from));
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // As said below.
        }
        throw new IllegalArgumentException("the authority has no valid port: '" + authority + "'");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }
}
