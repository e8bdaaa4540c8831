package dev.maneki.connect.protocol.grpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.protocol.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebTrailersTest {
    @Test
    void writesLines() {
        Payload block = WebTrailers.write(Metadata.of("grpc-status", "0", "x-a", "b, c"));
        assertThat(text(block)).isEqualTo("grpc-status: 0\r\nx-a: b, c\r\n");
        assertThat(block.offset()).isEqualTo(Payload.HEADROOM);
    }

    @Test
    void readsLinesOfAnyCaseAndSpacing() {
        assertThat(
                        parse(
                                "Grpc-Status: 9\r\ngRPC-Message:error\r\nx-custom: a \t\r\n"
                                        + "x-custom:\tb\n\r\nlast: 1"))
                .isEqualTo(
                        Metadata.of(
                                "grpc-status", "9",
                                "grpc-message", "error",
                                "x-custom", "a",
                                "x-custom", "b",
                                "last", "1"));
    }

    @Test
    void readsEmptyValuesAndAnEmptyBlock() {
        assertThat(parse("grpc-message:\r\n").get("grpc-message")).isEmpty();
        assertThat(parse("").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon\r\n", ": value\r\n", "x", "a b: c\r\n", "a: b\rc\r\n"})
    void refusesWhatIsMalformed(String block) {
        assertThatThrownBy(() -> parse(block))
                .isInstanceOfSatisfying(
                        ConnectException.class, e -> assertThat(e.code()).isEqualTo(Code.INTERNAL));
    }

    @Test
    void limitsLines() {
        assertThat(parse("a: b\r\n".repeat(WebTrailers.MAX_LINES)).size())
                .isEqualTo(WebTrailers.MAX_LINES);
        assertThatThrownBy(() -> parse("a: b\r\n".repeat(WebTrailers.MAX_LINES + 1)))
                .hasMessageContaining("256");
    }

    @Test
    void doesNotLetAValueBecomeALine() {
        Metadata trailers = new Metadata().append("x", "1\r\ngrpc-status: 0");
        assertThat(text(WebTrailers.write(trailers))).isEqualTo("x: 1  grpc-status: 0\r\n");
    }

    @FuzzTest
    void readsAgainWhatItHasRead(byte[] block) {
        Metadata trailers;
        try {
            trailers =
                    WebTrailers.parse(Payload.copyOf(block == null ? new byte[0] : block, false));
        } catch (ConnectException e) {
            assertThat(e.code()).isEqualTo(Code.INTERNAL);
            return;
        }
        assertThat(WebTrailers.parse(WebTrailers.write(trailers))).isEqualTo(trailers);
    }

    private static Metadata parse(String block) {
        return WebTrailers.parse(Payload.copyOf(block.getBytes(ISO_8859_1), false));
    }

    private static String text(Payload payload) {
        return new String(payload.array(), payload.offset(), payload.length(), ISO_8859_1);
    }
}
