package dev.maneki.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the bytes are, the codec answers with a verdict and never throws; and however they are
 * cut, the verdict is the same.
 */
class Http1FuzzTest {
    @FuzzTest(maxDuration = "30s")
    void requests(byte[] bytes) {
        check(bytes, Reading::requests);
    }

    @FuzzTest(maxDuration = "30s")
    void responses(byte[] bytes) {
        check(bytes, Reading::responses);
    }

    @FuzzTest(maxDuration = "30s")
    void chunkedBodies(byte[] bytes) {
        check(bytes, (tail, cuts) -> readChunks(tail, cuts));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\r\nPOST /a?b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5;x=\"y\"\r\nhello\r\n0\r\nT: v\r\n\r\nGET / HTTP/1.0\r\n\r\n",
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n"
                        + "Host:  a \r\nA:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nA: b\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nA : b\r\n\r\n",
                "GET / HTTP/9.1\r\nHost: a\r\n\r\n",
            })
    void readsWhateverTheCut(String text) {
        requests(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 204\r\n\r\n",
                "HTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 200 \r\nTransfer-Encoding: chunked"
                        + "\r\n\r\n1\r\na\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\n\r\nuntil the end",
                "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
            })
    void readsResponsesWhateverTheCut(String text) {
        responses(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Reading readChunks(byte[] tail, int... cuts) {
        byte[] head =
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        .getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[head.length + tail.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return Reading.requests(all, IntStream.of(cuts).map(cut -> cut + head.length).toArray());
    }

    private static void check(byte[] bytes, BiFunction<byte[], int[], Reading> read) {
        String whole = read.apply(bytes, new int[0]).toString();
        String piecemeal =
                read.apply(bytes, IntStream.range(1, Math.max(1, bytes.length)).toArray())
                        .toString();
        same(whole, piecemeal);
        for (int cut = 1; cut < Math.min(bytes.length, 512); cut++) {
            same(whole, read.apply(bytes, new int[] {cut}).toString());
        }
    }

    /** A line that has not ended may be known to be wrong earlier in one cut than in another. */
    private static void same(String whole, String cut) {
        boolean early = whole.endsWith(" refused") && cut.endsWith(" incomplete");
        assertThat(early ? cut.replace(" incomplete", " refused") : cut).isEqualTo(whole);
    }
}
