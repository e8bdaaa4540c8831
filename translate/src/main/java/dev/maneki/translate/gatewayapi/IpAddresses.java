package dev.maneki.translate.gatewayapi;

import java.net.InetAddress;
import java.util.Optional;

/** IP addresses as text; names are never looked up. */
final class IpAddresses {
    private IpAddresses() {}

    /** The address, if the text is one in the usual form (not {@code 127.1}, no zone). */
    static Optional<InetAddress> parse(String text) {
        boolean usual =
                text.indexOf(':') >= 0
                        ? text.indexOf('%') < 0 && text.indexOf('[') < 0
                        : text.chars().filter(c -> c == '.').count() == 3;
        if (!usual) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
