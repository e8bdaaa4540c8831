package dev.maneki.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.RequestHead;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
    private static final String UUID = "8e0c0e5e-1f6e-4d3f-9f43-5d3c1f1b7a10";

    private final RequestHead head = RedirectAnswerTest.request("example.org", "/", "");
    private final ByteSequence id = new ByteSequence(16);

    private String settle(boolean trusted, String... sent) {
        for (String each : sent) {
            head.fields().add(FieldNames.X_REQUEST_ID, each);
        }
        id.set(sent.length == 0 ? "" : sent[0]);
        RequestIds.settle(head, id, trusted, new SplittableRandom(1));
        String value = head.fields().value(head.fields().find(FieldNames.X_REQUEST_ID));
        assertThat(id).hasToString(value);
        return value;
    }

    @Test
    void aRequestWithoutOneGetsOne() {
        assertThat(settle(false)).matches("[0-9a-f]{16}");
    }

    @Test
    void aTrustedProxysStands() {
        assertThat(settle(true, UUID)).isEqualTo(UUID);
    }

    @Test
    void aStrangersIsReplacedHoweverManyTimesItIsSent() {
        assertThat(settle(false, UUID, "another")).matches("[0-9a-f]{16}");
        assertThat(head.fields().toString()).doesNotContain(UUID).doesNotContain("another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "${jndi:x}", "a\u00e4", "a,b"})
    void whatIsNotFitForLogsIsReplaced(String sent) {
        assertThat(settle(true, sent)).matches("[0-9a-f]{16}");
    }

    @Test
    void whatIsTooLongIsReplaced() {
        assertThat(settle(true, "a".repeat(129))).hasSize(16);
    }
}
