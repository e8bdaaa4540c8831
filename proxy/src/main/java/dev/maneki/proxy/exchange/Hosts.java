package dev.maneki.proxy.exchange;

import dev.maneki.routing.message.RequestHead;

/** Changing the authority that a request names. */
final class Hosts {
    private Hosts() {}

    /** Makes {@code host[:port]}, which configuration has checked, the request's authority. */
    static void set(RequestHead head, String authority) {
        int bracket = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', bracket + 1);
        head.host().set(colon < 0 ? authority : authority.substring(0, colon));
        head.port(colon < 0 ? -1 : Integer.parseInt(authority, colon + 1, authority.length(), 10));
    }
}
