package dev.maneki.app.explain;

import dev.maneki.app.admin.ExplainQuery;
import dev.maneki.proxy.ForwardedRequest;
import dev.maneki.routing.message.Authority;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.message.RequestTarget;
import dev.maneki.routing.message.TargetFault;
import dev.maneki.routing.model.Port;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request that somebody asks about, read by the same code that reads requests from the wire.
 *
 * @param head as the matcher wants it
 * @param port that the client connects to; 0 where the URL names none
 * @param serverName that a TLS client sends (RFC 6066 section 3: never an address); empty for none
 * @param client who connects
 * @param fault what is wrong with its target, if anything: then it is refused before any route is
 *     looked for
 */
record ExplainedRequest(
        RequestHead head, int port, String serverName, InetAddress client, TargetFault fault) {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Fields that are about the connection; the protocol takes them out before matching. */
    private static final Set<String> NOT_FORWARDED =
            Set.of("connection", "keep-alive", "proxy-connection", "te", "transfer-encoding");

    /**
     * Reads the question.
     *
     * @throws IllegalArgumentException if it is no request at all
     */
    static ExplainedRequest of(ExplainQuery query) {
        if (!TOKEN.matcher(query.method()).matches()) {
            throw new IllegalArgumentException("'" + query.method() + "' is not a method");
        }
        String url = withoutFragment(query.url());
        String scheme = url.substring(0, Math.max(0, url.indexOf("://"))).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(
                    "'"
                            + query.url()
                            + "' is not a URL; write http://HOST/PATH or https://HOST/PATH");
        }
        RequestHead head = new RequestHead();
        head.method(query.method());
        head.secure(scheme.equals("https"));
        byte[] target = url.getBytes(StandardCharsets.UTF_8);
        TargetFault fault = RequestTarget.parse(target, 0, target.length, head);
        int port = Math.max(0, head.port());
        String serverName = head.secure() && isName(head) ? head.host().toString() : "";
        for (String header : query.headers()) {
            TargetFault inHost = add(header, head);
            fault = fault == TargetFault.NONE ? inHost : fault;
        }
        return new ExplainedRequest(head, port, serverName, client(query.clientIp()), fault);
    }

    /**
     * The head as it is when this port's routes are looked at: what it says of the client is
     * settled.
     */
    RequestHead arrived(Port on) {
        RequestHead arrived = new RequestHead();
        arrived.copyFrom(head);
        List<String> trusted = on.listeners().getFirst().settings().trustedProxies();
        ForwardedRequest.prepare(arrived, client, on.number(), trusted);
        return arrived;
    }

    /** An address is not looked up; loopback where none is given. */
    private static InetAddress client(String address) {
        try {
            return address.isEmpty()
                    ? InetAddress.getLoopbackAddress()
                    : InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + address + "' is not an IP address", e);
        }
    }

    /** A browser keeps the fragment to itself (RFC 9110 section 7.1). */
    private static String withoutFragment(String url) {
        int hash = url.indexOf('#');
        return hash < 0 ? url : url.substring(0, hash);
    }

    private static boolean isName(RequestHead head) {
        String host = head.host().toString();
        boolean ipv4 = host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        return !host.startsWith("[") && !ipv4;
    }

    private static TargetFault add(String header, RequestHead head) {
        int colon = header.indexOf(':');
        String name = colon < 0 ? "" : header.substring(0, colon).strip();
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + header + "' is not a header field; write 'name: value'");
        }
        String value = header.substring(colon + 1).strip();
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("host")) {
            byte[] authority = value.getBytes(StandardCharsets.UTF_8);
            return Authority.parse(authority, 0, authority.length, head);
        }
        if (lower.equals("upgrade")) {
            head.upgrade(value.toLowerCase(Locale.ROOT));
        } else if (!NOT_FORWARDED.contains(lower)) {
            head.fields().add(FieldName.of(lower), value);
        }
        return TargetFault.NONE;
    }
}
