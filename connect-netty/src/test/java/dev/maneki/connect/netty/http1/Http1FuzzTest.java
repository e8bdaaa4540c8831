package dev.maneki.connect.netty.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** However a stranger's bytes are cut into reads, they mean the same, or are refused the same. */
class Http1FuzzTest {
    @FuzzTest
    void requestsDoNotDependOnReads(byte[] bytes) {
        assertThat(requests(bytes, 1)).isEqualTo(requests(bytes, bytes.length));
        assertThat(requests(bytes, 7)).isEqualTo(requests(bytes, bytes.length));
    }

    @FuzzTest
    void responsesDoNotDependOnReads(byte[] bytes) {
        assertThat(responses(bytes, 1)).isEqualTo(responses(bytes, bytes.length));
    }

    @FuzzTest
    void chunksDoNotDependOnReads(byte[] bytes) {
        assertThat(chunked(bytes, 1)).isEqualTo(chunked(bytes, bytes.length));
    }

    @Test
    void aRepeatedHeadIsReadAsTheFirst() {
        String head = "POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nX-Y: z\r\n\r\n";
        byte[] twice = (head + head).getBytes(StandardCharsets.US_ASCII);
        List<String> requests = requests(twice, twice.length);
        assertThat(requests).hasSize(2);
        assertThat(requests.get(0)).isEqualTo(requests.get(1)).contains("x-y: z");
    }

    private static List<String> requests(byte[] bytes, int step) {
        HeadParser parser = new HeadParser(2048, true, "http");
        return heads(bytes, step, parser::request);
    }

    private static List<String> responses(byte[] bytes, int step) {
        HeadParser parser = new HeadParser(2048, false, "http");
        return heads(bytes, step, parser::response);
    }

    private interface Parse {
        @Nullable Object head(ByteBuf in);
    }

    private static List<String> heads(byte[] bytes, int step, Parse parser) {
        List<String> heads = new ArrayList<>();
        try {
            for (int at = 0; at < bytes.length; at += Math.max(1, step)) {
                ByteBuf in = Unpooled.wrappedBuffer(bytes, at, Math.min(step, bytes.length - at));
                while (in.isReadable()) {
                    Object head = parser.head(in);
                    if (head != null) {
                        heads.add(head.toString());
                    }
                }
            }
        } catch (BadMessageException e) {
            heads.add(Integer.toString(e.status()));
        }
        return heads;
    }

    private static String chunked(byte[] bytes, int step) {
        BodyDecoder decoder = new BodyDecoder(1024);
        decoder.startChunked();
        StringBuilder body = new StringBuilder();
        try {
            for (int at = 0; at < bytes.length && !decoder.done(); at += Math.max(1, step)) {
                ByteBuf in = Unpooled.wrappedBuffer(bytes, at, Math.min(step, bytes.length - at));
                int ready;
                while ((ready = decoder.next(in)) > 0) {
                    body.append(in.readCharSequence(ready, StandardCharsets.ISO_8859_1));
                    decoder.taken(ready);
                }
            }
        } catch (BadMessageException e) {
            return body + "refused " + e.status();
        }
        return body + " " + decoder.done() + decoder.trailers();
    }
}
