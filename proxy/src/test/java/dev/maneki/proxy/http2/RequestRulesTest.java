package dev.maneki.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Limits;
import dev.maneki.routing.model.Limit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request must be (RFC 9113 section 8), and what becomes of it. */
class RequestRulesTest {
    private final EchoExchange exchange = new EchoExchange();
    private final WirePeer peer = WirePeer.client(Limits.DEFAULT, exchange);

    @AfterEach
    void close() {
        peer.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method=GET|:path=/|:authority=a", // no scheme
                ":method=GET|:scheme=http|:authority=a", // no path
                ":scheme=http|:path=/|:authority=a", // no method
                ":method=GET|:scheme=http|:path=|:authority=a",
                ":method=GET|:method=GET|:scheme=http|:path=/|:authority=a",
                ":method=GET|:scheme=http|:path=/|:path=/|:authority=a",
                ":method=GET|:scheme=http|:path=/|:authority=a|:authority=a",
                ":method=GET|:scheme=ftp|:path=/|:authority=a",
                ":method=G T|:scheme=http|:path=/|:authority=a",
                ":method=GET|:scheme=http|:path=/|:authority=a|:status=200",
                ":method=GET|:scheme=http|:path=/|:authority=a|:unknown=1",
                ":method=GET|:scheme=http|:path=/|x=1|:authority=a",
                ":method=GET|:scheme=http|:path=/|:authority=a|host=b",
                ":method=GET|:scheme=http|:path=/|host=a|host=a",
                ":method=GET|:scheme=http|:path=/|:authority=a|connection=close",
                ":method=GET|:scheme=http|:path=/|:authority=a|keep-alive=1",
                ":method=GET|:scheme=http|:path=/|:authority=a|proxy-connection=close",
                ":method=GET|:scheme=http|:path=/|:authority=a|transfer-encoding=chunked",
                ":method=GET|:scheme=http|:path=/|:authority=a|upgrade=h2c",
                ":method=GET|:scheme=http|:path=/|:authority=a|te=gzip",
                ":method=GET|:scheme=http|:path=/|:authority=a|te=trailers, gzip",
                ":method=GET|:scheme=http|:path=/|:authority=a|content-length=5",
                ":method=GET|:scheme=http|:path=/|:authority=a|content-length=-1",
                ":method=GET|:scheme=http|:path=/|:authority=a|content-length=0|content-length=0",
                ":method=GET|:scheme=http|:path=/|:authority=a|x= leading",
                ":method=GET|:scheme=http|:path=/|:authority=a|x=trailing\t",
                ":method=GET|:scheme=http|:path=/|:authority=a|x=a\0b",
                ":method=GET|:scheme=http|:path=/|:authority=a|x=a\rb",
                ":method=GET|:scheme=http|:path=/|:authority=a|x=a\nb",
                ":method=GET|:scheme=http|:path=/|:authority=a|x=a\u0001b",
                ":method=GET|:scheme=http|:path=/|:authority=a|x y=1",
                ":method=GET|:scheme=http|:path=/|:authority=a|x:y=1",
                ":method=GET|:scheme=http|:path=/|:authority=a|=1",
                ":method=GET|:scheme=http|:path=/|:authority=a|:protocol=websocket",
                ":method=CONNECT|:scheme=http|:path=/|:authority=a",
                ":method=CONNECT|:scheme=http|:path=/",
            })
    void malformedIsResetAndGoesNowhere(String fields) {
        peer.headers(1, true, split(fields));

        assertThat(peer.received).containsExactly("RST_STREAM 1 PROTOCOL_ERROR");
        assertThat(exchange.events).singleElement().asString().startsWith("refused 0 ");
    }

    @Test
    void aNameWithACapitalLetterIsMalformed() {
        byte[] block = peer.block(WirePeer.request("GET", "/", "abc", "1"));
        // The encoder writes small letters.
        block[block.length - 3] = 'C';

        peer.frame(Frames.HEADERS, Frames.FLAG_END_HEADERS | Frames.FLAG_END_STREAM, 1, block);

        assertThat(peer.received).containsExactly("RST_STREAM 1 PROTOCOL_ERROR");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "400 :method=GET|:scheme=http|:path=/",
                "400 :method=GET|:scheme=http|:path=/|:authority=",
                "400 :method=GET|:scheme=http|:path=/|:authority=user@a",
                "400 :method=GET|:scheme=http|:path=/|:authority=a:99999",
                "400 :method=GET|:scheme=http|:path=/a%2fb|:authority=a",
                "400 :method=GET|:scheme=http|:path=/../x|:authority=a",
                "400 :method=GET|:scheme=http|:path=x|:authority=a",
                "400 :method=GET|:scheme=http|:path=*|:authority=a",
                "400 :method=GET|:scheme=http|:path=http://a/|:authority=a",
                "400 :method=GET|:scheme=http|:path=/|:authority=a|x_forwarded_for=1",
                "400 :method=POST|:scheme=http|:path=/|:authority=a|content-type=application/grpc-web|a_b=1",
                "501 :method=CONNECT|:authority=a:80",
                "501 :method=CONNECT|:protocol=connect-udp|:scheme=http|:path=/|:authority=a",
            })
    void refusedIsAnsweredAndGoesNowhere(int status, String fields) {
        peer.headers(1, true, split(fields));

        assertThat(peer.received)
                .singleElement()
                .asString()
                .startsWith("HEADERS 1 END :status: " + status);
        assertThat(exchange.events)
                .singleElement()
                .asString()
                .startsWith("refused " + status + " ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "GET|http://a/ :method=GET|:scheme=http|:path=/|:authority=A.",
                "GET|http://a/ :method=GET|:scheme=http|:path=/|host=a",
                "GET|http://a/ :method=GET|:scheme=http|:path=/|:authority=a|host=A",
                "GET|http://a:8080/b?c=%2f :method=GET|:scheme=http|:path=/x/../b?c=%2f|:authority=a:8080",
                "GET|http://a/ :method=GET|:scheme=https|:path=/|:authority=a",
                "OPTIONS|http://a* :method=OPTIONS|:scheme=http|:path=*|:authority=a",
                "POST|http://a/ :method=POST|:scheme=http|:path=/|:authority=a|a_b=1|content-type=application/grpc",
                "POST|http://a/ :method=POST|:scheme=http|:path=/|:authority=a|a_b=1|content-type=application/grpc+json",
                "PURGE|http://a/ :method=PURGE|:scheme=http|:path=/|:authority=a",
            })
    void validReachesTheExchange(String expected, String fields) {
        peer.headers(1, true, split(fields));

        assertThat(exchange.events).contains("open " + expected.replace('|', ' '));
    }

    /** RFC 9110 section 10.1.1: there is nothing to go on with. */
    @Test
    void anExpectationWithoutABodyEndsHere() {
        HeadKeeper keeper = new HeadKeeper();
        try (WirePeer expecting = keeper.peer()) {
            expecting.headers(1, true, WirePeer.request("GET", "/", "expect", "100-continue"));

            assertThat(keeper.fields()).isEmpty();
            assertThat(keeper.head().expectsContinue()).isFalse();
        }
    }

    @Test
    void cookieCrumbsBecomeOneField() {
        HeadKeeper keeper = new HeadKeeper();
        try (WirePeer crumbs = keeper.peer()) {
            crumbs.headers(
                    1,
                    true,
                    WirePeer.request(
                            "GET",
                            "/",
                            "cookie",
                            "a=1",
                            "x",
                            "y",
                            "cookie",
                            "b=2",
                            "cookie",
                            "c=3",
                            "te",
                            "trailers"));

            assertThat(keeper.fields()).isEqualTo("x: y\ncookie: a=1; b=2; c=3\n");
            assertThat(keeper.head().acceptsTrailers()).isTrue();
        }
    }

    @Test
    void anExtendedConnectIsAnUpgradeWithAKey() {
        HeadKeeper keeper = new HeadKeeper();
        try (WirePeer chat = keeper.peer()) {
            chat.headers(
                    1,
                    false,
                    ":method",
                    "CONNECT",
                    ":protocol",
                    "websocket",
                    ":scheme",
                    "http",
                    ":path",
                    "/chat",
                    ":authority",
                    "a",
                    "sec-websocket-version",
                    "13");

            assertThat(keeper.head().method()).isEqualTo("GET");
            assertThat(keeper.head().upgrade()).isEqualTo("websocket");
            assertThat(keeper.fields()).containsPattern("sec-websocket-key: [A-Za-z0-9+/]{22}==\n");
        }
    }

    @Test
    void a101BecomesA200WithoutHttp1Fields() {
        peer.headers(
                1,
                false,
                ":method",
                "CONNECT",
                ":protocol",
                "websocket",
                ":scheme",
                "http",
                ":path",
                "/chat",
                ":authority",
                "a");
        peer.data(1, false, "ping");

        assertThat(peer.received.getFirst()).startsWith("HEADERS 1 :status: 200;");
        assertThat(peer.received).contains("DATA 1 4");
        peer.data(1, true, "");
        assertThat(peer.received).contains("DATA 1 0 END");
    }

    @Test
    void aSuccessThatSwitchesNoProtocolOpensNoTunnel() {
        peer.headers(
                1,
                false,
                ":method",
                "CONNECT",
                ":protocol",
                "websocket",
                ":scheme",
                "http",
                ":path",
                "/declines",
                ":authority",
                "a");

        assertThat(peer.received).containsExactly("RST_STREAM 1 INTERNAL_ERROR");
    }

    @Test
    void bodyAndContentLengthMustAgree() {
        peer.headers(1, false, WirePeer.request("POST", "/wait", "content-length", "3"));
        peer.data(1, true, "ab");
        peer.headers(3, false, WirePeer.request("POST", "/wait", "content-length", "3"));
        peer.data(3, false, "abcd");
        peer.headers(5, false, WirePeer.request("POST", "/wait", "content-length", "3"));
        peer.data(5, true, "abc");

        assertThat(peer.received)
                .containsExactly("RST_STREAM 1 PROTOCOL_ERROR", "RST_STREAM 3 PROTOCOL_ERROR");
        assertThat(exchange.faults).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":status=200",
                "content-length=1",
                "transfer-encoding=chunked",
                "host=a",
                "te=trailers"
            })
    void badTrailersReset(String field) {
        peer.headers(1, false, WirePeer.request("POST", "/wait"));
        peer.headers(1, true, split(field));

        assertThat(peer.received).containsExactly("RST_STREAM 1 PROTOCOL_ERROR");
    }

    @Test
    void aLargeHeadIsAnsweredAndTheConnectionLivesOn() {
        Limits limits =
                Limits.DEFAULT.with(Map.of(Limit.HEADER_BYTES, 500L, Limit.TARGET_BYTES, 100L));
        try (WirePeer small = WirePeer.client(limits, exchange)) {
            small.headers(1, true, WirePeer.request("GET", "/", "x", "y".repeat(600)));
            small.headers(3, true, WirePeer.request("GET", "/" + "y".repeat(200)));
            small.get(5);

            assertThat(small.received.get(0)).startsWith("HEADERS 1 END :status: 431");
            assertThat(small.received.get(1)).startsWith("HEADERS 3 END :status: 414");
            assertThat(small.received.get(2)).startsWith("HEADERS 5 :status: 200");
            assertThat(small.worker.metrics().limitHits(Limit.HEADER_BYTES)).isOne();
            assertThat(small.worker.metrics().limitHits(Limit.TARGET_BYTES)).isOne();
        }
    }

    private static String[] split(String fields) {
        return java.util.Arrays.stream(fields.split("\\|"))
                .flatMap(
                        field -> {
                            int at = field.indexOf('=', 0);
                            return java.util.stream.Stream.of(
                                    field.substring(0, at), field.substring(at + 1));
                        })
                .toArray(String[]::new);
    }
}
