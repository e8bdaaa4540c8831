package dev.maneki.app.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.app.admin.ExplainQuery;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Port;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the matcher sees of a question is what it would see of the request. */
class ExplainedRequestTest {
    @Test
    void whatAnUntrustedClientSaysOfItselfIsReplacedAsInTraffic() {
        RequestHead head = arrived("203.0.113.7", List.of());
        assertThat(value(head, "x-forwarded-proto")).isEqualTo("http");
        assertThat(value(head, "x-forwarded-for")).isEqualTo("203.0.113.7");
    }

    @Test
    void whatATrustedProxySaysStands() {
        RequestHead head = arrived("203.0.113.7", List.of("203.0.113.0/24"));
        assertThat(value(head, "x-forwarded-proto")).isEqualTo("https");
    }

    private static RequestHead arrived(String client, List<String> trusted) {
        Listener listener =
                new Listener(
                        new ListenerId("infra", "gateway", "http"),
                        Hostname.ANY,
                        Optional.empty(),
                        List.of(),
                        new GatewaySettings(trusted, Map.of()));
        return ExplainedRequest.of(
                        new ExplainQuery(
                                "GET",
                                "http://shop.example/",
                                List.of("X-Forwarded-Proto: https"),
                                client))
                .arrived(new Port("", 80, Port.Protocol.HTTP, List.of(listener)));
    }

    private static String value(RequestHead head, String name) {
        return head.fields().value(head.fields().find(FieldName.of(name)));
    }
}
