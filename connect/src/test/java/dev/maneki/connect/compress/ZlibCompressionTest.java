package dev.maneki.connect.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.protocol.Payload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZlibCompressionTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 8191, 8192, 100_000})
    void whatWasCompressedComesBack(int length) {
        byte[] message = text(length);
        for (Compression compression :
                new Compression[] {Compressions.GZIP, Compressions.DEFLATE}) {
            Payload compressed = compression.compress(message, 0, length);
            assertThat(compressed.compressed()).isTrue();
            assertThat(compressed.offset()).isEqualTo(Payload.HEADROOM);
            Payload plain = decompress(compression, bytes(compressed), length);
            assertThat(bytes(plain)).isEqualTo(message);
            assertThat(plain.compressed()).isFalse();
        }
    }

    @Test
    void theJdkReadsWhatIsWritten() throws IOException {
        byte[] message = text(5000);
        byte[] gzip = bytes(Compressions.GZIP.compress(message, 0, message.length));
        byte[] deflate = bytes(Compressions.DEFLATE.compress(message, 0, message.length));

        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes())
                .isEqualTo(message);
        assertThat(new InflaterInputStream(new ByteArrayInputStream(deflate)).readAllBytes())
                .isEqualTo(message);
    }

    @Test
    void whatTheJdkWritesIsRead() throws IOException {
        byte[] message = text(5000);
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(target)) {
            gzip.write(message);
        }
        assertThat(bytes(decompress(Compressions.GZIP, target.toByteArray(), 5000)))
                .isEqualTo(message);
    }

    @Test
    void aNameAndACommentInTheHeadAreSkipped() {
        byte[] plain = bytes(Compressions.GZIP.compress(text(10), 0, 10));
        byte[] head = {
            0x1f, (byte) 0x8b, 8, 4 + 8 + 16 + 2, 0, 0, 0, 0, 0, 3, 2, 0, 7, 7, 'n', 0, 0
        };
        byte[] named = new byte[head.length + 2 + plain.length - 10];
        System.arraycopy(head, 0, named, 0, head.length);
        System.arraycopy(plain, 10, named, head.length + 2, plain.length - 10);

        assertThat(bytes(decompress(Compressions.GZIP, named, 10))).isEqualTo(text(10));
    }

    @Test
    void aBombIsStoppedAtTheLimit() {
        byte[] zeros = new byte[50_000_000];
        for (Compression compression :
                new Compression[] {Compressions.GZIP, Compressions.DEFLATE}) {
            byte[] bomb = bytes(compression.compress(zeros, 0, zeros.length));
            assertThatThrownBy(() -> decompress(compression, bomb, 1000))
                    .isInstanceOfSatisfying(
                            ConnectException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED));
        }
    }

    @Test
    void everyTruncationAndEveryByteTooMuchIsRefused() {
        for (Compression compression :
                new Compression[] {Compressions.GZIP, Compressions.DEFLATE}) {
            byte[] whole = bytes(compression.compress(text(300), 0, 300));
            for (int length = 0; length < whole.length; length++) {
                assertRefused(compression, Arrays.copyOf(whole, length));
            }
            assertRefused(compression, Arrays.copyOf(whole, whole.length + 1));
        }
    }

    @Test
    void aWrongChecksumIsRefused() {
        for (Compression compression :
                new Compression[] {Compressions.GZIP, Compressions.DEFLATE}) {
            byte[] whole = bytes(compression.compress(text(300), 0, 300));
            whole[whole.length - 5 + (compression == Compressions.GZIP ? 0 : 3)] ^= 1;
            assertRefused(compression, whole);
        }
    }

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] bytes) {
        for (Compression compression :
                new Compression[] {Compressions.GZIP, Compressions.DEFLATE}) {
            try {
                assertThat(decompress(compression, bytes, 10_000).length())
                        .isLessThanOrEqualTo(10_000);
            } catch (ConnectException refused) {
                assertThat(refused.code()).isIn(Code.INVALID_ARGUMENT, Code.RESOURCE_EXHAUSTED);
            }
        }
    }

    private static void assertRefused(Compression compression, byte[] bytes) {
        assertThatThrownBy(() -> decompress(compression, bytes, 10_000))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT));
    }

    private static Payload decompress(Compression compression, byte[] bytes, int maxBytes) {
        return compression.decompress(bytes, 0, bytes.length, maxBytes);
    }

    private static byte[] bytes(Payload payload) {
        return Arrays.copyOfRange(
                payload.array(), payload.offset(), payload.offset() + payload.length());
    }

    private static byte[] text(int length) {
        Random random = new Random(length);
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + random.nextInt(6));
        }
        return text;
    }
}
