package dev.maneki.proxy.access;

import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.RouteId;
import dev.maneki.routing.model.Rule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * The part of a record that is the same for many requests, encoded once: naming a route in a record
 * is then one copy of bytes.
 *
 * <p>Immutable. Make one per rule, connection, backend, endpoint, and keep it there.
 */
public final class Labels {
    /** Says nothing. */
    public static final Labels NONE = new Labels("", new LineBuffer(0), new LineBuffer(0));

    /** More than any name in a resource, or an address, has characters. */
    private static final int NAME_LIMIT = 1024;

    /** Room for an IPv4 address, each character escaped: a text never finds too little. */
    private static final int ADDRESS_ROOM = 96;

    /** JSON members, each with a comma in front. */
    final byte[] json;

    /** The same for people, in few words. */
    final byte[] text;

    private final String tenant;

    private Labels(String tenant, LineBuffer json, LineBuffer text) {
        this.tenant = tenant;
        this.json = Arrays.copyOf(json.array(), json.length());
        this.text = Arrays.copyOf(text.array(), text.length());
    }

    /** A request that reached a listener and matched none of its routes. */
    public static Labels listener(ListenerId listener) {
        LineBuffer json = new LineBuffer(128);
        gateway(json, listener);
        LineBuffer text = new LineBuffer(64);
        text.escaped(listener.toString(), NAME_LIMIT);
        return new Labels(listener.namespace(), json, text);
    }

    /** A request that matched a rule; a rule without a name goes by its index. */
    public static Labels route(ListenerId listener, RouteId route, Rule rule) {
        return route(
                listener,
                route,
                rule.name().isEmpty() ? Integer.toString(rule.index()) : rule.name());
    }

    /** As {@link #route(ListenerId, RouteId, Rule)}, the rule by its name or index. */
    public static Labels route(ListenerId listener, RouteId route, String rule) {
        LineBuffer json = new LineBuffer(256);
        gateway(json, listener);
        member(json, ",\"route_kind\":\"", route.kind());
        member(json, ",\"route_namespace\":\"", route.namespace());
        member(json, ",\"route\":\"", route.name());
        member(json, ",\"rule\":\"", rule);
        LineBuffer text = new LineBuffer(64);
        text.escaped(route.namespace() + "/" + route.name() + "#" + rule, NAME_LIMIT);
        return new Labels(route.namespace(), json, text);
    }

    /** A backend. */
    public static Labels backend(BackendId backend) {
        LineBuffer json = new LineBuffer(96);
        member(json, ",\"backend_namespace\":\"", backend.namespace());
        member(json, ",\"backend\":\"", backend.service());
        json.ascii(",\"backend_port\":");
        json.number(backend.port());
        LineBuffer text = new LineBuffer(48);
        text.escaped(backend.toString(), NAME_LIMIT);
        return new Labels("", json, text);
    }

    /** An endpoint of a backend. */
    public static Labels endpoint(InetSocketAddress address) {
        String shown = host(address) + ":" + address.getPort();
        LineBuffer json = new LineBuffer(48);
        member(json, ",\"endpoint\":\"", shown);
        LineBuffer text = new LineBuffer(24);
        text.escaped(shown, NAME_LIMIT);
        return new Labels("", json, text);
    }

    /**
     * A client's connection.
     *
     * @param peer who opened it
     * @param tlsVersion {@code TLSv1.3}, or empty in the clear
     * @param serverName the SNI host name, or empty for none
     */
    public static Labels connection(InetSocketAddress peer, String tlsVersion, String serverName) {
        String host = peer.getAddress() == null ? "" : NetUtil.toAddressString(peer.getAddress());
        LineBuffer json = new LineBuffer(128);
        member(json, ",\"peer\":\"", host);
        json.ascii(",\"peer_port\":");
        json.number(peer.getPort());
        if (!tlsVersion.isEmpty()) {
            member(json, ",\"tls\":\"", tlsVersion);
        }
        if (!serverName.isEmpty()) {
            member(json, ",\"sni\":\"", serverName);
        }
        LineBuffer text = new LineBuffer(ADDRESS_ROOM);
        text.escaped(host, NAME_LIMIT);
        return new Labels("", json, text);
    }

    /**
     * Whose request it is: the namespace of its route, or of its Gateway where no route matched;
     * empty where neither is known, and for labels that name no route.
     */
    public String tenant() {
        return tenant;
    }

    private static String host(InetSocketAddress address) {
        return Optional.ofNullable(address.getAddress())
                .map(
                        ip ->
                                ip.getAddress().length == 16
                                        ? "[" + NetUtil.toAddressString(ip) + "]"
                                        : NetUtil.toAddressString(ip))
                .orElseGet(address::getHostString);
    }

    private static void gateway(LineBuffer json, ListenerId listener) {
        member(json, ",\"gateway_namespace\":\"", listener.namespace());
        member(json, ",\"gateway\":\"", listener.gateway());
        member(json, ",\"listener\":\"", listener.listener());
    }

    /** Appends a member, given all that stands before its value: nothing is joined at run time. */
    private static void member(LineBuffer json, String start, String value) {
        json.ascii(start);
        json.escaped(value, NAME_LIMIT);
        json.put((byte) '"');
    }
}
