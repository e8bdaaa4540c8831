package dev.maneki.proxy;

import dev.maneki.proxy.exchange.ForwardedFields;
import dev.maneki.proxy.exchange.TrustedProxies;
import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.RequestHead;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the data plane does to every request before it looks for a route, for whoever wants to know
 * what becomes of one without sending it.
 */
public final class ForwardedRequest {
    private ForwardedRequest() {}

    /**
     * Writes what backends are told of the client: {@code X-Forwarded-*} as the connection says, or
     * extended where the peer is trusted.
     *
     * @param peer who would connect
     * @param port the listener's port number
     * @param trustedProxies networks in CIDR form
     * @throws IllegalArgumentException if one of them is no network
     */
    public static void prepare(
            RequestHead head, InetAddress peer, int port, List<String> trustedProxies) {
        TrustedProxies trusted = TrustedProxies.of(trustedProxies);
        byte[] address = NetUtil.toAddressString(peer).getBytes(StandardCharsets.US_ASCII);
        byte[] number = Integer.toString(port).getBytes(StandardCharsets.US_ASCII);
        if (trusted.contains(peer)) {
            ForwardedFields.extend(head, address, number, trusted, new ByteSequence(40));
        } else {
            ForwardedFields.replace(head, address, number);
        }
    }
}
