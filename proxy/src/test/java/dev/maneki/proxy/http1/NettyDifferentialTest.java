package dev.maneki.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Our codec beside Netty's, on messages that are valid and on mutations of them: what we take,
 * Netty must read in the same way; what only Netty takes, we must refuse for a reason that is
 * listed.
 */
class NettyDifferentialTest {
    private static final int ROUNDS = 20_000;

    /** Where we are stricter, by RFC or by choice. */
    private static final Set<Refusal> STRICTER =
            EnumSet.of(
                    // In front of a request line Netty skips control characters and any number of
                    // empty lines; behind a CR it takes other bytes for part of the line.
                    Refusal.BARE_LF,
                    Refusal.BARE_CR,
                    Refusal.BAD_REQUEST_LINE,
                    // Netty takes white space of any length in a request line, any version, and
                    // any token for a method.
                    Refusal.BAD_VERSION,
                    Refusal.NOT_HTTP,
                    Refusal.VERSION_NOT_SUPPORTED,
                    Refusal.METHOD_NOT_SUPPORTED,
                    Refusal.METHOD_TOO_LONG,
                    // Netty leaves targets, Host, Connection and expectations to the application.
                    Refusal.BAD_TARGET,
                    Refusal.NO_HOST,
                    Refusal.SEVERAL_HOSTS,
                    Refusal.BAD_HOST,
                    Refusal.BAD_CONNECTION,
                    Refusal.PROTECTED_CONNECTION_OPTION,
                    Refusal.EXPECTATION,
                    // Netty unfolds (RFC 9112 section 5.2 lets a server choose), and passes on
                    // underscores and names that are none.
                    Refusal.OBSOLETE_FOLD,
                    Refusal.UNDERSCORE_IN_NAME,
                    Refusal.EMPTY_NAME,
                    Refusal.BAD_NAME,
                    // Netty knows only whether chunked is among the codings.
                    Refusal.TRANSFER_CODING,
                    // Netty looks into extensions for line ends only.
                    Refusal.BAD_CHUNK_EXTENSION);

    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "host",
                    "connection",
                    "transfer-encoding",
                    "keep-alive",
                    "te",
                    "upgrade",
                    "proxy-connection",
                    "http2-settings",
                    "expect",
                    "x-hop");

    private static final String[] STARTS = {
        "GET / HTTP/1.1", "POST /a?b=c HTTP/1.1", "HEAD /x HTTP/1.1", "PUT /a/b HTTP/1.1",
        "GET http://a/ HTTP/1.1", "OPTIONS * HTTP/1.1", "BREW /pot HTTP/1.1", "GET / HTTP/1.0"
    };

    private static final String[] FIELDS = {
        "A: b",
        "Accept:*/*",
        "X-Long: " + "v".repeat(90),
        "Empty:",
        "Tab:\tx\t",
        "X-Hop: 1",
        "Connection: close",
        "Connection: keep-alive, X-Hop",
        "Cookie: a=b; c=d",
        "TE: trailers",
        "Utf: \u00c3\u00a4",
        "Upgrade: foo",
        "Dup: 1",
        "Dup: 2"
    };

    private static final String ALPHABET = "\r\n \t:;,=\"0123aAfF_-/?#%\0\u007f\u00e4";

    @Test
    void readsWhatItTakesAsNettyDoes() {
        Random random = new Random(20261124);
        Map<String, Integer> tally = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            String text =
                    mutated(
                            random,
                            message(random) + (random.nextBoolean() ? message(random) : ""));
            tally.merge(compare(text), 1, Integer::sum);
        }
        // Without both kinds the comparison would say nothing.
        assertThat(tally.getOrDefault("agreed", 0)).isGreaterThan(ROUNDS / 10);
        assertThat(tally.getOrDefault("stricter", 0)).isGreaterThan(ROUNDS / 100);
    }

    private static String compare(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        Reading ours = Reading.requests(bytes);
        NettyReading theirs = NettyReading.of(bytes);
        if (ours.refusal != null) {
            if (theirs.failed || !theirs.complete) {
                return "both refuse";
            }
            assertThat(STRICTER).as("%s", shown(text)).contains(ours.refusal);

            return "stricter";
        }
        assertThat(theirs.failed).as("we take what Netty refuses: %s", shown(text)).isFalse();
        int whole = ours.messages.size() - (ours.complete ? 0 : 1);
        for (int i = 0; i < Math.max(whole, 0); i++) {
            Reading.Message our = ours.messages.get(i);
            assertThat(theirs.messages).as("%s", shown(text)).hasSizeGreaterThan(i);
            Reading.Message their = theirs.messages.get(i);
            assertThat(our.start()).as("%s", shown(text)).isEqualTo(their.start());
            assertThat(kept(our.fields())).as("%s", shown(text)).isEqualTo(kept(their.fields()));
            assertThat(our.body().toString())
                    .as("%s", shown(text))
                    .isEqualTo(their.body().toString());
            assertThat(our.trailers())
                    .as("%s", shown(text))
                    .containsExactlyInAnyOrderElementsOf(their.trailers());
        }
        return "agreed";
    }

    private static List<String> kept(List<String> fields) {
        return fields.stream()
                .filter(field -> !HOP_BY_HOP.contains(field.substring(0, field.indexOf(':'))))
                .toList();
    }

    private static String message(Random random) {
        StringBuilder text = new StringBuilder(pick(random, STARTS)).append("\r\nHost: a\r\n");
        int fields = random.nextInt(5);
        for (int i = 0; i < fields; i++) {
            text.append(pick(random, FIELDS)).append("\r\n");
        }
        switch (random.nextInt(3)) {
            case 0 -> text.append("\r\n");
            case 1 -> {
                int length = random.nextInt(30);
                text.append("Content-Length: ").append(length).append("\r\n\r\n");
                text.append("b".repeat(length));
            }
            default -> {
                text.append("Transfer-Encoding: chunked\r\n\r\n");
                for (int i = random.nextInt(3); i > 0; i--) {
                    int length = 1 + random.nextInt(20);
                    text.append(Integer.toHexString(length));
                    text.append(random.nextInt(4) == 0 ? ";x=\"y\"" : "").append("\r\n");
                    text.append("c".repeat(length)).append("\r\n");
                }
                text.append("0\r\n")
                        .append(random.nextInt(3) == 0 ? "T: u\r\n" : "")
                        .append("\r\n");
            }
        }
        return text.toString();
    }

    private static String mutated(Random random, String message) {
        StringBuilder text = new StringBuilder(message);
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(text.length());
            char value = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.insert(at, value);
                case 1 -> text.setCharAt(at, value);
                default -> text.deleteCharAt(at);
            }
        }
        return text.toString();
    }

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }

    private static String shown(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    }

    private static final class NettyReading {
        final List<Reading.Message> messages = new ArrayList<>();
        boolean failed;
        boolean complete = true;

        static NettyReading of(byte[] bytes) {
            NettyReading reading = new NettyReading();
            EmbeddedChannel channel =
                    new EmbeddedChannel(
                            new HttpRequestDecoder(
                                    new HttpDecoderConfig()
                                            .setMaxInitialLineLength(65_536)
                                            .setMaxHeaderSize(65_536)));
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            for (HttpObject part = channel.readInbound();
                    part != null;
                    part = channel.readInbound()) {
                reading.add(part);
                ReferenceCountUtil.release(part);
            }
            channel.finishAndReleaseAll();
            return reading;
        }

        private void add(HttpObject part) {
            if (part.decoderResult().isFailure()) {
                failed = true;
                return;
            }
            if (part instanceof HttpRequest request) {
                List<String> fields = new ArrayList<>();
                request.headers()
                        .forEach(
                                field ->
                                        fields.add(
                                                field.getKey().toLowerCase(Locale.ROOT)
                                                        + ": "
                                                        + field.getValue()));
                messages.add(
                        new Reading.Message(
                                request.method().name()
                                        + " "
                                        + request.protocolVersion().text().substring(5),
                                fields,
                                new StringBuilder(),
                                new ArrayList<>()));
                complete = false;
            }
            if (part instanceof HttpContent content) {
                Reading.Message message = messages.getLast();
                message.body().append(content.content().toString(StandardCharsets.ISO_8859_1));
                if (part instanceof LastHttpContent last) {
                    complete = true;
                    last.trailingHeaders()
                            .forEach(
                                    field ->
                                            message.trailers()
                                                    .add(
                                                            field.getKey().toLowerCase(Locale.ROOT)
                                                                    + ": "
                                                                    + field.getValue()));
                }
            }
        }
    }
}
