package dev.maneki.proxy.access;

import dev.maneki.proxy.Reason;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.RouteId;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Records for tests. */
final class Records {
    private Records() {}

    /** A record with something in every field. */
    static AccessRecord full() {
        AccessRecord record = new AccessRecord();
        record.startMicros = 1_769_860_800_123_456L;
        record.requestId.set("8e0c0e5e-1f6e-4d3f-9f43-5d3c1f1b7a10");
        record.traceId.set("4bf92f3577b34da6a3ce929d0e0e4736");
        record.client.set("203.0.113.9");
        record.connection =
                Labels.connection(
                        new InetSocketAddress("10.0.0.7", 51234), "TLSv1.3", "shop.example");
        record.route =
                Labels.route(
                        new ListenerId("infra", "front", "https"),
                        new RouteId("HTTPRoute", "shop", "cart"),
                        "add");
        record.backend = Labels.backend(new BackendId("shop", "cart", 8080, ""));
        record.endpoint = Labels.endpoint(new InetSocketAddress("10.0.0.9", 8080));
        record.protocol = "HTTP/2";
        record.backendProtocol = "HTTP/1.1";
        record.method = "GET";
        record.secure = true;
        record.host.set("shop.example");
        record.port = 8443;
        record.path.set("/cart");
        record.query.set("x=1");
        record.status = 200;
        record.grpcStatus = 0;
        record.requestBytes = 12;
        record.responseBytes = 5120;
        record.durationMicros = 1234;
        record.backendHeadMicros = 900;
        record.backendMicros = 1100;
        record.tries = 2;
        record.reason = Reason.CLIENT_GONE;
        record.detail = "reset by the client";
        record.userAgent.set("curl/8.5.0");
        record.referer.set("https://shop.example/");
        return record;
    }

    static String encode(AccessFormat format, AccessRecord record) {
        LineBuffer out = new LineBuffer(16);
        format.encode(record, out);
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
    }
}
