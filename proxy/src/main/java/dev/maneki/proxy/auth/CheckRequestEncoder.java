package dev.maneki.proxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code envoy.service.auth.v3.CheckRequest}: what an authorization server is told of a
 * request. The numbers are those of {@code external_auth.proto}, {@code attribute_context.proto}
 * and {@code config/core/v3/address.proto}.
 */
final class CheckRequestEncoder {
    // CheckRequest, AttributeContext
    private static final int ATTRIBUTES = 1;
    private static final int SOURCE = 1;
    private static final int DESTINATION = 2;
    private static final int REQUEST = 4;
    private static final int TLS_SESSION = 12;

    // AttributeContext.Peer, Address, SocketAddress
    private static final int PEER_ADDRESS = 1;
    private static final int PEER_PRINCIPAL = 4;
    private static final int SOCKET_ADDRESS = 1;
    private static final int ADDRESS = 2;
    private static final int PORT = 3;

    // AttributeContext.Request, google.protobuf.Timestamp, TLSSession
    private static final int TIME = 1;
    private static final int HTTP = 2;
    private static final int SECONDS = 1;
    private static final int NANOS = 2;
    private static final int SNI = 1;

    // AttributeContext.HttpRequest
    private static final int ID = 1;
    private static final int METHOD = 2;
    private static final int HEADERS = 3;
    private static final int PATH = 4;
    private static final int HOST = 5;
    private static final int SCHEME = 6;
    private static final int SIZE = 9;
    private static final int PROTOCOL = 10;
    private static final int BODY = 11;
    private static final int RAW_BODY = 12;

    // An entry of a map
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private CheckRequestEncoder() {}

    /**
     * The message for a request.
     *
     * @param shown which of its fields the server is shown
     */
    static ProtoWriter encode(AskedRequest request, NameSet shown) {
        ProtoWriter attributes = new ProtoWriter(1024);
        TlsInfo tls = request.connection().tls();
        attributes.message(SOURCE, peer(request.connection().remoteAddress(), principal(tls)));
        attributes.message(DESTINATION, peer(request.connection().localAddress(), ""));
        ProtoWriter inner = new ProtoWriter(1024);
        inner.message(TIME, time(request.startMicros()));
        inner.message(HTTP, http(request, shown));
        attributes.message(REQUEST, inner);
        if (tls != null && !tls.serverName().isEmpty()) {
            ProtoWriter session = new ProtoWriter(64);
            session.text(SNI, tls.serverName());
            attributes.message(TLS_SESSION, session);
        }
        ProtoWriter message = new ProtoWriter(attributes.length() + 8);
        message.message(ATTRIBUTES, attributes);
        return message;
    }

    /** Who the client has proven to be by its certificate; empty if it has not. */
    private static String principal(@Nullable TlsInfo tls) {
        if (tls == null || !tls.clientCertificateVerified()) {
            return "";
        }
        String subject = tls.clientSubject();
        return subject == null ? "" : subject;
    }

    private static ProtoWriter peer(InetSocketAddress socket, String principal) {
        ProtoWriter address = new ProtoWriter(64);
        address.text(ADDRESS, NetUtil.toAddressString(socket.getAddress()));
        address.integer(PORT, socket.getPort());
        ProtoWriter either = new ProtoWriter(72);
        either.message(SOCKET_ADDRESS, address);
        ProtoWriter peer = new ProtoWriter(128);
        peer.message(PEER_ADDRESS, either);
        peer.text(PEER_PRINCIPAL, principal);
        return peer;
    }

    private static ProtoWriter time(long micros) {
        ProtoWriter time = new ProtoWriter(16);
        time.integer(SECONDS, micros / 1_000_000);
        time.integer(NANOS, micros % 1_000_000 * 1_000);
        return time;
    }

    private static ProtoWriter http(AskedRequest request, NameSet shown) {
        RequestHead head = request.head();
        HeaderFields fields = head.fields();
        ProtoWriter http = new ProtoWriter(1024);
        int id = fields.find(FieldNames.X_REQUEST_ID);
        http.text(ID, id < 0 ? "" : fields.value(id));
        http.text(METHOD, head.method());
        headers(fields, shown, http);
        // The query is part of it: the contract's own field for it "is always empty".
        http.text(PATH, head.path() + (head.hasQuery() ? "?" + head.query() : ""));
        http.text(HOST, head.host() + (head.port() < 0 ? "" : ":" + head.port()));
        http.text(SCHEME, head.secure() ? "https" : "http");
        http.integer(SIZE, head.contentLength());
        http.text(PROTOCOL, request.protocol());
        ByteBuf body = request.body();
        byte[] bytes = ByteBufUtil.getBytes(body);
        // A text that is no UTF-8 would make the whole message unreadable.
        http.bytes(ByteBufUtil.isText(body, UTF_8) ? BODY : RAW_BODY, bytes);
        return http;
    }

    /**
     * The fields as a map: "if multiple headers share the same key, they must be merged according
     * to the HTTP spec. All header keys must be lower-cased".
     */
    private static void headers(HeaderFields fields, NameSet shown, ProtoWriter http) {
        Map<String, String> merged = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.live(i) && shown.contains(fields, i)) {
                String name = fields.name(i).toLowerCase(Locale.ROOT);
                String between = fields.named(i, FieldNames.COOKIE) ? "; " : ", ";
                merged.merge(name, value(fields, i), (one, other) -> one + between + other);
            }
        }
        merged.forEach(
                (name, value) -> {
                    ProtoWriter entry = new ProtoWriter(64);
                    entry.text(KEY, name);
                    entry.text(VALUE, value);
                    http.message(HEADERS, entry);
                });
    }

    /** As UTF-8 text; bytes that are none become U+FFFD. */
    private static String value(HeaderFields fields, int i) {
        int from = fields.valueStart(i);
        return new String(fields.array(), from, fields.valueEnd(i) - from, UTF_8);
    }
}
