package dev.maneki.proxy.exchange;

import dev.maneki.proxy.access.AccessRecord;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * What backends are told of the client: {@code X-Forwarded-For}, {@code -Proto}, {@code -Host},
 * {@code -Port}.
 *
 * <p>What a client says of itself counts only if its connection comes from a trusted proxy; else it
 * is replaced, so that nobody can pose as another. {@code Forwarded} (RFC 7239) from untrusted
 * clients is taken out for the same reason.
 */
public final class ForwardedFields {
    private static final FieldName CLIENT_CERT = FieldName.of("x-forwarded-client-cert");
    private static final FieldName REAL_IP = FieldName.of("x-real-ip");
    private static final byte[] HTTP = "http".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTTPS = "https".getBytes(StandardCharsets.US_ASCII);

    private ForwardedFields() {}

    /**
     * Writes the fields that a backend gets, its id included, and tells the record who the client
     * is.
     */
    static void write(
            RequestHead head,
            ServerConnection connection,
            TrustedProxies trusted,
            AccessRecord record,
            SplittableRandom random) {
        Peer peer = Peer.of(connection);
        boolean fromProxy =
                trusted.any() && trusted.contains(connection.remoteAddress().getAddress());
        if (fromProxy) {
            extend(head, peer.address(), peer.port(), trusted, record.client);
        } else {
            replace(head, peer.address(), peer.port());
        }
        RequestIds.settle(head, record.requestId, fromProxy, random);
    }

    /**
     * Writes the fields for a client that is not trusted: what it says is replaced by what its
     * connection says.
     */
    public static void replace(RequestHead head, byte[] peer, byte[] port) {
        HeaderFields fields = head.fields();
        fields.remove(FieldNames.FORWARDED);
        fields.remove(CLIENT_CERT);
        fields.remove(REAL_IP);
        fields.set(FieldNames.X_FORWARDED_FOR, peer);
        fields.set(FieldNames.X_FORWARDED_PROTO, head.secure() ? HTTPS : HTTP);
        fields.set(FieldNames.X_FORWARDED_PORT, port);
        fields.remove(FieldNames.X_FORWARDED_HOST);
        addHost(head);
    }

    /**
     * Extends the fields of a trusted proxy by its own address, and finds the client: the last
     * address from the right that is not itself a trusted proxy's.
     *
     * @param client where the client's address is written; left empty if that is the peer
     */
    public static void extend(
            RequestHead head,
            byte[] peer,
            byte[] port,
            TrustedProxies trusted,
            ByteSequence client) {
        HeaderFields fields = head.fields();
        StringBuilder chain = new StringBuilder();
        for (int i = fields.find(FieldNames.X_FORWARDED_FOR);
                i >= 0;
                i = fields.find(FieldNames.X_FORWARDED_FOR, i + 1)) {
            chain.append(chain.isEmpty() ? "" : ", ").append(fields.value(i));
        }
        if (!chain.isEmpty()) {
            String[] hops = chain.toString().split(",");
            for (int i = hops.length - 1; i >= 0; i--) {
                String hop = hops[i].strip();
                client.set(hop);
                if (!trusted.contains(hop)) {
                    break;
                }
            }
            chain.append(", ");
        }
        chain.append(new String(peer, StandardCharsets.US_ASCII));
        fields.set(FieldNames.X_FORWARDED_FOR, chain.toString());
        if (!fields.contains(FieldNames.X_FORWARDED_PROTO)) {
            fields.add(FieldNames.X_FORWARDED_PROTO, head.secure() ? HTTPS : HTTP);
        }
        if (!fields.contains(FieldNames.X_FORWARDED_PORT)) {
            fields.add(FieldNames.X_FORWARDED_PORT, port);
        }
        if (!fields.contains(FieldNames.X_FORWARDED_HOST)) {
            addHost(head);
        }
    }

    /** The authority as the client named it, with its port if it named one. */
    private static void addHost(RequestHead head) {
        ByteSequence host = head.host();
        int length = host.length();
        if (length == 0) {
            // HTTP/1.0 without Host: there is nothing to tell.
            return;
        }
        if (head.port() >= 0) {
            // Behind the host's bytes and not as a text of its own: it is in every request to a
            // port that is not the scheme's.
            host.append((byte) ':');
            host.appendNumber(head.port());
        }
        byte[] name = FieldNames.X_FORWARDED_HOST.bytes();
        head.fields().add(name, 0, name.length, host.array(), 0, host.length());
        host.truncate(length);
    }
}
