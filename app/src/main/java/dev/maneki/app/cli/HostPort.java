package dev.maneki.app.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * An address of ours to listen on or to ask.
 *
 * @param host a name or an IP address, an IPv6 address without brackets
 * @param port 0 to 65535; 0 lets the system choose
 */
public record HostPort(String host, int port) {
    /** Where the admin address is unless something else is asked for. */
    public static final String DEFAULT_ADMIN = "127.0.0.1:9901";

    /**
     * Reads {@code host:port}, {@code [ipv6]:port}, or {@code :port} for the loopback address.
     *
     * @throws IllegalArgumentException with a message for the person who wrote it
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' has no port; write HOST:PORT, such as " + DEFAULT_ADMIN);
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "'" + text + "': write an IPv6 address in brackets, such as [::1]:9901");
        }
        return new HostPort(host.isEmpty() ? "127.0.0.1" : host, port(text.substring(colon + 1)));
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // The same message.
        }
        throw new IllegalArgumentException("'" + text + "' is not a port; it goes from 1 to 65535");
    }

    /**
     * The address, resolved.
     *
     * @throws CommandFailure if the name does not resolve
     */
    public InetSocketAddress resolve() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException unknown) {
            throw new CommandFailure(
                    ExitCode.FAILED, "the host name " + host + " does not resolve");
        }
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
