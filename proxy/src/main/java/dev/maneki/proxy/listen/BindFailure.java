package dev.maneki.proxy.listen;

import java.net.InetSocketAddress;
import java.util.Locale;

/** Says why a port cannot be listened on, and what to do. */
final class BindFailure {
    private BindFailure() {}

    static String describe(InetSocketAddress address, Throwable cause) {
        String where = text(address);
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("in use")) {
            return where
                    + " is already in use by another socket; end the process that listens there"
                    + " (ss -ltnp 'sport = :"
                    + address.getPort()
                    + "' names it), or choose another port";
        }
        if (message.contains("permission denied") || message.contains("access denied")) {
            return where
                    + " may not be listened on by this process: ports below 1024 need the"
                    + " capability CAP_NET_BIND_SERVICE, or a lower"
                    + " net.ipv4.ip_unprivileged_port_start; or choose a port from 1024 on";
        }
        if (message.contains("cannot assign") || message.contains("can't assign")) {
            return where
                    + " is not an address of this machine; choose one that `ip address` lists, or"
                    + " none, for all of them";
        }
        if (message.contains("too many open files")) {
            return where + " cannot be opened: too many open files; raise the limit (ulimit -n)";
        }
        return where + " cannot be listened on: " + cause.getMessage();
    }

    /** {@code 127.0.0.1:8080}, {@code [::1]:8080}; {@code *:8080} for every address. */
    static String text(InetSocketAddress address) {
        if (address.getAddress() == null) {
            return address.getHostString() + ":" + address.getPort();
        }
        String host = address.getAddress().getHostAddress();
        return (address.getAddress().isAnyLocalAddress()
                        ? "*"
                        : host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + address.getPort();
    }
}
