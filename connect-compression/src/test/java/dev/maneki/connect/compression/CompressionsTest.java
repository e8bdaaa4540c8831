package dev.maneki.connect.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.protocol.Payload;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompressionsTest {
    static List<Compression> all() {
        return List.of(Zstd.INSTANCE, Brotli.INSTANCE, Snappy.INSTANCE);
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatWasCompressedComesBack(Compression compression) {
        for (int length : new int[] {0, 1, 100, 8191, 70_000}) {
            byte[] message = text(length);
            Payload compressed = compression.compress(message, 0, length);
            assertThat(compressed.compressed()).isTrue();
            Payload plain = decompress(compression, bytes(compressed), length);
            assertThat(bytes(plain)).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aBombIsStoppedAtTheLimit(Compression compression) {
        byte[] zeros = new byte[20_000_000];
        byte[] bomb = bytes(compression.compress(zeros, 0, zeros.length));
        assertThatThrownBy(() -> decompress(compression, bomb, 1000))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED));
    }

    @ParameterizedTest
    @MethodSource("all")
    void anEarlyEndIsRefused(Compression compression) {
        byte[] whole = bytes(compression.compress(text(500), 0, 500));
        for (int length = 1; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> assertShorter(decompress(compression, part, 10_000)))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(ConnectException.class);
        }
    }

    /** snappy's frames say nothing of how many follow: an end between two is well formed. */
    private static void assertShorter(Payload payload) {
        if (payload.length() < 500) {
            throw new ConnectException(Code.INVALID_ARGUMENT, "shorter");
        }
    }

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] bytes) {
        for (Compression compression : all()) {
            try {
                assertThat(decompress(compression, bytes, 10_000).length())
                        .isLessThanOrEqualTo(10_000);
            } catch (ConnectException refused) {
                assertThat(refused.code()).isIn(Code.INVALID_ARGUMENT, Code.RESOURCE_EXHAUSTED);
            }
        }
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
