package dev.maneki.connect.protocol.grpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.protocol.Envelope;
import dev.maneki.connect.protocol.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebTextTest {
    @Test
    void readsChunksThatArePaddedEachOnItsOwn() {
        String text = base64("a") + base64("bc") + base64("def") + base64("g");
        for (int piece = 1; piece <= text.length(); piece++) {
            assertThat(decode(text, piece)).isEqualTo("abcdefg");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "abc", "=", "a===", "ab=c", "ab\r\n", "ab-_", "abcd=", "é"})
    void refusesWhatIsNotBase64(String text) {
        assertThatThrownBy(() -> decode(text, 3)).isInstanceOf(ConnectException.class);
    }

    @Test
    void writesAnEnvelopeAsOneChunk() {
        Payload payload = Payload.copyOf("hi".getBytes(ISO_8859_1), false);
        byte[] chunk = WebText.encode(Envelope.withPrefix(0, payload));
        assertThat(new String(chunk, ISO_8859_1)).isEqualTo("AAAAAAJoaQ==");
    }

    @FuzzTest
    void readsAllBytes(byte[] bytes) {
        byte[] some = bytes == null ? new byte[0] : bytes;
        String read = decode(Base64.getEncoder().encodeToString(some), 3);
        assertThat(read).isEqualTo(new String(some, ISO_8859_1));
        try {
            decode(new String(some, ISO_8859_1), 5);
        } catch (ConnectException e) {
            // what is not base64 is refused
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1));
    }

    private static String decode(String text, int piece) {
        WebText decoder = new WebText();
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        byte[] bytes = text.getBytes(ISO_8859_1);
        for (int at = 0; at < bytes.length; at += piece) {
            ByteBuffer some =
                    decoder.decode(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
            decoded.write(some.array(), some.position(), some.remaining());
        }
        decoder.end();
        return decoded.toString(ISO_8859_1);
    }
}
