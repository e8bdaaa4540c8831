package dev.maneki.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Limits;
import dev.maneki.routing.model.Limit;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What costs an attacker little and us much: each is cut off, and counted. */
class AttackTest {
    private final EchoExchange exchange = new EchoExchange();
    private final WirePeer peer =
            WirePeer.client(
                    Limits.DEFAULT.with(
                            Map.of(Limit.RESET_BUDGET, 20L, Limit.CONTROL_FRAME_BUDGET, 50L)),
                    exchange);

    @AfterEach
    void close() {
        peer.close();
    }

    @Test
    void rapidReset() {
        // CVE-2023-44487.
        for (int id = 1; id < 100; id += 2) {
            peer.headers(id, true, WirePeer.request("GET", "/wait"));
            peer.frame(Frames.RST_STREAM, 0, id, 0, 0, 0, 8);
        }

        assertGoAway(Limit.RESET_BUDGET);
        assertThat(exchange.events.stream().filter(e -> e.startsWith("open"))).hasSize(21);
        assertThat(exchange.faults).hasSize(21);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero", "overflow", "half-closed data", "half-closed headers"})
    void madeYouReset(String way) {
        // CVE-2025-8671: frames that make the server reset the stream.
        for (int id = 1; id < 100; id += 2) {
            peer.headers(id, true, WirePeer.request("GET", "/wait"));
            switch (way) {
                case "zero" -> peer.windowUpdate(id, 0);
                case "overflow" -> peer.windowUpdate(id, Integer.MAX_VALUE);
                case "half-closed data" -> peer.data(id, false, "x");
                default -> peer.headers(id, true, "x", "y");
            }
        }

        assertGoAway(Limit.RESET_BUDGET);
        assertThat(exchange.faults).hasSize(21);
    }

    @Test
    void malformedRequestsOneAfterTheOther() {
        for (int id = 1; id < 100; id += 2) {
            peer.headers(id, true, ":method", "GET");
        }

        assertGoAway(Limit.RESET_BUDGET);
        assertThat(exchange.events).allMatch(event -> event.startsWith("refused 0"));
    }

    @Test
    void moreStreamsThanAllowedAreRefused() {
        Limits few = Limits.DEFAULT.with(Map.of(Limit.STREAMS, 2L));
        try (WirePeer narrow = WirePeer.client(few, exchange)) {
            for (int id = 1; id <= 5; id += 2) {
                narrow.headers(id, true, WirePeer.request("GET", "/wait"));
            }

            assertThat(narrow.received).containsExactly("RST_STREAM 5 REFUSED_STREAM");
            assertThat(narrow.worker.metrics().limitHits(Limit.STREAMS)).isOne();
        }
    }

    @Test
    void pingFlood() {
        for (int i = 0; i < 100; i++) {
            peer.frame(Frames.PING, 0, 0, new byte[8]);
        }

        assertGoAway(Limit.CONTROL_FRAME_BUDGET);
    }

    @Test
    void settingsFlood() {
        for (int i = 0; i < 100; i++) {
            peer.frame(Frames.SETTINGS, 0, 0);
        }

        assertGoAway(Limit.CONTROL_FRAME_BUDGET);
    }

    @Test
    void priorityFlood() {
        for (int i = 0; i < 100; i++) {
            peer.frame(Frames.PRIORITY, 0, 3, 0, 0, 0, 0, 0);
        }

        assertGoAway(Limit.CONTROL_FRAME_BUDGET);
    }

    @Test
    void emptyDataFlood() {
        peer.headers(1, false, WirePeer.request("POST", "/"));
        for (int i = 0; i < 100; i++) {
            peer.data(1, false, "");
        }

        assertGoAway(Limit.CONTROL_FRAME_BUDGET);
    }

    @Test
    void windowUpdateFlood() {
        for (int i = 0; i < 100; i++) {
            peer.windowUpdate(0, 1);
        }

        assertGoAway(Limit.CONTROL_FRAME_BUDGET);
    }

    @Test
    void pingsThatGoWithDataAreNoFlood() {
        peer.headers(1, false, WirePeer.request("POST", "/"));
        for (int i = 0; i < 500; i++) {
            peer.data(1, false, "message");
            peer.frame(Frames.PING, 0, 0, new byte[8]);
            peer.windowUpdate(0, 7);
        }

        assertThat(peer.received).noneMatch(line -> line.startsWith("GOAWAY"));
    }

    @Test
    void emptyContinuationFlood() {
        // CVE-2026-33871.
        peer.frame(Frames.HEADERS, 0, 1, new byte[0]);
        for (int i = 0; i < 100; i++) {
            peer.frame(Frames.CONTINUATION, 0, 1, new byte[0]);
        }

        assertGoAway(Limit.HEADER_BYTES);
    }

    @Test
    void endlessContinuation() {
        byte[] piece = new byte[16_384];
        Arrays.fill(piece, (byte) 0x82);
        peer.frame(Frames.HEADERS, 0, 1, piece);
        for (int i = 0; i < 20; i++) {
            peer.frame(Frames.CONTINUATION, 0, 1, piece);
        }

        assertGoAway(Limit.HEADER_BYTES);
    }

    @Test
    void aBombOfIndexedFieldsIsAnsweredWith431() {
        // One large entry of the dynamic table, then a byte for each copy.
        String[] large = WirePeer.request("GET", "/", "x-large", "v".repeat(200));
        peer.headers(1, true, large);
        peer.headers(3, true, large);
        byte[] start = peer.block(large);
        byte[] bomb = Arrays.copyOf(start, 16_000);
        Arrays.fill(bomb, start.length, bomb.length, start[start.length - 1]);
        peer.received.clear();

        peer.frame(Frames.HEADERS, Frames.FLAG_END_HEADERS | Frames.FLAG_END_STREAM, 5, bomb);

        assertThat(peer.received).singleElement().asString().contains(":status: 431");
        assertThat(peer.worker.metrics().limitHits(Limit.HEADER_COUNT)).isOne();
        // The dynamic table is still the peer's.
        peer.received.clear();
        peer.headers(7, true, large);
        assertThat(peer.received.getFirst()).contains(":status: 200");
    }

    @Test
    void cookieCrumbsCount() {
        String[] crumbs = new String[2 * 200];
        for (int i = 0; i < crumbs.length; i += 2) {
            crumbs[i] = "cookie";
            crumbs[i + 1] = "a=b";
        }
        peer.headers(1, true, WirePeer.request("GET", "/", crumbs));

        assertThat(peer.received).singleElement().asString().contains(":status: 431");
        assertThat(peer.worker.metrics().limitHits(Limit.HEADER_COUNT)).isOne();
    }

    @Test
    void headerSectionsOfAllStreamsTogetherAreBounded() {
        Limits small = Limits.DEFAULT.with(Map.of(Limit.HEADER_BYTES, 1_000L));
        try (WirePeer hoarder = WirePeer.client(small, exchange)) {
            String[] large = WirePeer.request("GET", "/wait", "x-large", "v".repeat(800));
            for (int id = 1; id <= 41; id += 2) {
                hoarder.headers(id, true, large);
            }

            assertThat(hoarder.received).contains("RST_STREAM 41 REFUSED_STREAM");
            assertThat(hoarder.worker.metrics().limitHits(Limit.HEADER_BYTES)).isPositive();
        }
    }

    private void assertGoAway(Limit limit) {
        assertThat(peer.received)
                .anyMatch(line -> line.startsWith("GOAWAY") && line.endsWith("ENHANCE_YOUR_CALM"));
        assertThat(peer.worker.metrics().limitHits(limit)).isOne();
        assertThat(peer.channel.isOpen()).isFalse();
    }
}
