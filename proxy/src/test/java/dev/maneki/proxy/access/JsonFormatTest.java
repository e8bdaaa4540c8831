package dev.maneki.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.ListenerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormatTest {
    private final JsonFormat format = new JsonFormat();

    @Test
    void writesEveryMember() {
        assertThat(read(Records.full()))
                .containsExactly(
                        entry("time", "2026-01-31T12:00:00.123456Z"),
                        entry("request_id", "8e0c0e5e-1f6e-4d3f-9f43-5d3c1f1b7a10"),
                        entry("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"),
                        entry("client", "203.0.113.9"),
                        entry("peer", "10.0.0.7"),
                        entry("peer_port", 51234L),
                        entry("tls", "TLSv1.3"),
                        entry("sni", "shop.example"),
                        entry("protocol", "HTTP/2"),
                        entry("gateway_namespace", "infra"),
                        entry("gateway", "front"),
                        entry("listener", "https"),
                        entry("route_kind", "HTTPRoute"),
                        entry("route_namespace", "shop"),
                        entry("route", "cart"),
                        entry("rule", "add"),
                        entry("method", "GET"),
                        entry("scheme", "https"),
                        entry("host", "shop.example"),
                        entry("port", 8443L),
                        entry("path", "/cart"),
                        entry("query", "x=1"),
                        entry("request_bytes", 12L),
                        entry("status", 200L),
                        entry("grpc_status", 0L),
                        entry("response_bytes", 5120L),
                        entry("duration_us", 1234L),
                        entry("reason", "client_gone"),
                        entry("detail", "reset by the client"),
                        entry("backend_namespace", "shop"),
                        entry("backend", "cart"),
                        entry("backend_port", 8080L),
                        entry("endpoint", "10.0.0.9:8080"),
                        entry("backend_protocol", "HTTP/1.1"),
                        entry("backend_head_us", 900L),
                        entry("backend_us", 1100L),
                        entry("tries", 2L),
                        entry("user_agent", "curl/8.5.0"),
                        entry("referer", "https://shop.example/"));
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        assertThat(read(new AccessRecord()))
                .containsExactly(
                        entry("time", "1970-01-01T00:00:00.000000Z"),
                        entry("request_bytes", 0L),
                        entry("status", 0L),
                        entry("response_bytes", 0L),
                        entry("duration_us", 0L));
    }

    @Test
    void aClearedRecordIsANewOne() {
        AccessRecord record = Records.full();
        record.clear();

        assertThat(read(record)).isEqualTo(read(new AccessRecord()));
    }

    @Test
    void theDocumentNamesEveryMember() throws IOException {
        String document = Files.readString(Path.of("../docs/access-records.md"));

        for (String member : read(Records.full()).keySet()) {
            assertThat(document).contains("| `" + member + "` |");
        }
    }

    @Test
    void keepsTimeAcrossSeconds() {
        AccessRecord record = new AccessRecord();
        record.startMicros = 1_769_860_800_999_999L;
        assertThat(read(record)).containsEntry("time", "2026-01-31T12:00:00.999999Z");
        record.startMicros++;
        assertThat(read(record)).containsEntry("time", "2026-01-31T12:00:01.000000Z");
        record.startMicros = -1;
        assertThat(read(record)).containsEntry("time", "1969-12-31T23:59:59.999999Z");
    }

    @Test
    void nobodyBeginsARecordOfTheirOwn() {
        AccessRecord record = Records.full();
        record.userAgent.set("x\"}\n{\"time\":\"2000-01-01T00:00:00Z\",\"status\":\"200");
        record.method = "GET\"\n";
        record.detail = "quote \" and line\u2028";

        Map<String, Object> members = read(record);

        assertThat(members)
                .containsEntry(
                        "user_agent", "x\"}\n{\"time\":\"2000-01-01T00:00:00Z\",\"status\":\"200")
                .containsEntry("method", "GET\"\n")
                .containsEntry("detail", "quote \" and line\u2028");
    }

    @Test
    void cutsLongText() {
        AccessRecord record = new AccessRecord();
        record.path.set("/" + "a".repeat(100_000));
        record.userAgent.set("b".repeat(100_000));

        assertThat(read(record))
                .containsEntry("path", "/" + "a".repeat(4095) + "\u2026")
                .containsEntry("user_agent", "b".repeat(1024) + "\u2026");
    }

    @Test
    void takesFromTheHeadWhatItSays() {
        RequestHead head = new RequestHead();
        head.method("PUT");
        head.host().set("a.example");
        head.path().set("/p");
        head.hasQuery(true);
        head.query().set("q");
        head.fields().add(FieldNames.USER_AGENT, "agent");
        head.fields().add(FieldNames.X_REQUEST_ID, "id-1");
        head.fields()
                .add(
                        FieldNames.TRACEPARENT,
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        AccessRecord record = new AccessRecord();

        record.request(head);

        assertThat(read(record))
                .containsEntry("method", "PUT")
                .containsEntry("host", "a.example")
                .containsEntry("path", "/p")
                .containsEntry("query", "q")
                .containsEntry("user_agent", "agent")
                .containsEntry("request_id", "id-1")
                .containsEntry("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e47-36-00f067aa0ba902b7-01",
                "0004bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void aBrokenTraceparentGivesNoTraceId(String traceparent) {
        RequestHead head = new RequestHead();
        head.fields().add(FieldNames.TRACEPARENT, traceparent);
        AccessRecord record = new AccessRecord();

        record.request(head);

        assertThat(read(record)).doesNotContainKey("trace_id");
    }

    @Test
    void whoseRequestItIs() {
        assertThat(Records.full().route.tenant()).isEqualTo("shop");
        assertThat(Labels.listener(new ListenerId("infra", "front", "http")).tenant())
                .isEqualTo("infra");
        assertThat(Labels.NONE.tenant()).isEmpty();
    }

    @Test
    void anIpv6EndpointHasBrackets() {
        AccessRecord record = new AccessRecord();
        record.endpoint = Labels.endpoint(new InetSocketAddress("::1", 8080));

        assertThat(read(record)).containsEntry("endpoint", "[::1]:8080");
    }

    private Map<String, Object> read(AccessRecord record) {
        String line = Records.encode(format, record);
        assertThat(line).endsWith("}\n");
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return Json.read(bytes, 0, bytes.length);
    }
}
