package dev.maneki.routing.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.message.Authority;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.message.RequestTarget;
import dev.maneki.routing.message.TargetFault;
import java.nio.charset.StandardCharsets;

/** Request heads for tests. */
final class Requests {
    private Requests() {}

    /** {@code fields} are names and values in turn. */
    static RequestHead request(String method, String host, String target, String... fields) {
        RequestHead head = new RequestHead();
        head.method(method);
        byte[] authority = host.getBytes(StandardCharsets.UTF_8);
        if (authority.length > 0) {
            assertThat(Authority.parse(authority, 0, authority.length, head))
                    .isEqualTo(TargetFault.NONE);
        }
        byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
        assertThat(RequestTarget.parse(bytes, 0, bytes.length, head)).isEqualTo(TargetFault.NONE);
        for (int i = 0; i < fields.length; i += 2) {
            head.fields().add(FieldName.of(fields[i]), fields[i + 1]);
        }
        return head;
    }

    static RequestHead get(String host, String target, String... fields) {
        return request("GET", host, target, fields);
    }
}
