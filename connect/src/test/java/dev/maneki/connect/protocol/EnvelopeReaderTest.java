package dev.maneki.connect.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopeReaderTest {
    private static final int END = 0x80;

    private final List<String> read = new ArrayList<>();
    private final EnvelopeReader reader =
            new EnvelopeReader(EnvelopeReader.COMPRESSED | END, 100, this::keep);

    @Test
    void readsEnvelopesOfOneBuffer() {
        reader.read(bytes(0, 0, 0, 0, 2, 'h', 'i', 1, 0, 0, 0, 0, 0x81, 0, 0, 0, 1, 'x'));
        reader.end();
        assertThat(read).containsExactly("0 hi", "1 compressed ", "129 compressed x");
    }

    @Test
    void readsEnvelopesSplitAnywhere() {
        byte[] body = {0, 0, 0, 0, 3, 'a', 'b', 'c', 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 'd'};
        for (int first = 0; first <= body.length; first++) {
            for (int second = first; second <= body.length; second++) {
                read.clear();
                EnvelopeReader split = new EnvelopeReader(0, 100, this::keep);
                split.read(ByteBuffer.wrap(body, 0, first));
                split.read(ByteBuffer.wrap(body, first, second - first));
                split.read(ByteBuffer.wrap(body, second, body.length - second));
                split.end();
                assertThat(read).containsExactly("0 abc", "0 ", "0 d");
            }
        }
    }

    @Test
    void doesNotCareForTheBuffersOrder() {
        reader.read(bytes(0, 0, 0, 0, 1, 'x').order(ByteOrder.LITTLE_ENDIAN));
        assertThat(read).containsExactly("0 x");
    }

    @Test
    void leavesHeadroomForSendingOn() {
        EnvelopeReader onward =
                new EnvelopeReader(
                        1,
                        100,
                        (flags, payload) ->
                                assertThat(Envelope.withPrefix(0, payload)).isSameAs(payload));
        onward.read(bytes(1, 0, 0, 0, 1, 'x'));
    }

    @Test
    void readsAMessageThatGrowsPastTheFirstArray() {
        byte[] body = new byte[5 + 300_000];
        body[2] = (byte) (300_000 >>> 16);
        body[3] = (byte) (300_000 >>> 8);
        body[4] = (byte) 300_000;
        Arrays.fill(body, 5, body.length, (byte) 'z');
        List<Payload> payloads = new ArrayList<>();
        EnvelopeReader large = new EnvelopeReader(0, 300_000, (flags, p) -> payloads.add(p));
        for (int at = 0; at < body.length; at += 16_384) {
            large.read(ByteBuffer.wrap(body, at, Math.min(16_384, body.length - at)));
        }
        assertThat(payloads).singleElement().extracting(Payload::length).isEqualTo(300_000);
        Payload payload = payloads.getFirst();
        assertThat(
                        Arrays.equals(
                                payload.array(),
                                payload.offset(),
                                payload.offset() + payload.length(),
                                body,
                                5,
                                body.length))
                .isTrue();
    }

    @Test
    void refusesALengthAboveTheLimitBeforeTheMessageComes() {
        assertThatThrownBy(() -> reader.read(bytes(0, 0, 0, 0, 101)))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED))
                .hasMessageContaining("101")
                .hasMessageContaining("100");
        assertThat(reader.closed()).isTrue();
    }

    @Test
    void readsLengthsUnsigned() {
        assertThatThrownBy(() -> reader.read(bytes(0, 0xff, 0xff, 0xff, 0xff)))
                .hasMessageContaining("4294967295");
    }

    @Test
    void allowsMetadataToBeLongerThanMessages() {
        reader.read(bytes(END, 0, 1, 0, 0));
        assertThat(reader.closed()).isFalse();
        EnvelopeReader another = new EnvelopeReader(END, 100, this::keep);
        assertThatThrownBy(() -> another.read(bytes(END, 0, 1, 0, 1)))
                .hasMessageContaining("65537");
    }

    @Test
    void refusesUnknownFlags() {
        assertThatThrownBy(() -> reader.read(ByteBuffer.wrap("HTTP/1.1".getBytes(UTF_8))))
                .isInstanceOfSatisfying(
                        ConnectException.class, e -> assertThat(e.code()).isEqualTo(Code.INTERNAL))
                .hasMessageContaining("0x48");
    }

    @Test
    void tellsAnEndWithinAPrefixOrAMessage() {
        reader.read(bytes(0, 0, 0));
        assertThatThrownBy(reader::end).hasMessageContaining("3 of 5");
        EnvelopeReader another = new EnvelopeReader(0, 100, this::keep);
        another.read(bytes(0, 0, 0, 0, 10, 'x'));
        assertThatThrownBy(another::end).hasMessageContaining("1 of 10");
    }

    @Test
    void stopsWhenItsReceiverClosesIt() {
        EnvelopeReader[] holder = new EnvelopeReader[1];
        holder[0] =
                new EnvelopeReader(
                        0,
                        100,
                        (flags, payload) -> {
                            keep(flags, payload);
                            holder[0].close();
                        });
        holder[0].read(bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        holder[0].end();
        assertThat(read).containsExactly("0 ");
    }

    @FuzzTest
    void readsAllBodiesAlikeWhereverTheyAreSplit(FuzzedDataProvider data) {
        int split = data.consumeInt(0, 64);
        byte[] body = data.consumeRemainingAsBytes();
        String whole = outcome(body, body.length);
        assertThat(outcome(body, Math.min(split, body.length))).isEqualTo(whole);
    }

    private static String outcome(byte[] body, int split) {
        StringBuilder outcome = new StringBuilder();
        EnvelopeReader reader =
                new EnvelopeReader(
                        0x81,
                        4096,
                        (flags, p) -> outcome.append(flags).append(':').append(p.length()));
        try {
            reader.read(ByteBuffer.wrap(body, 0, split));
            reader.read(ByteBuffer.wrap(body, split, body.length - split));
            reader.end();
        } catch (ConnectException e) {
            outcome.append(e.getMessage());
        }
        return outcome.toString();
    }

    private void keep(int flags, Payload payload) {
        read.add(
                flags
                        + (payload.compressed() ? " compressed " : " ")
                        + new String(payload.array(), payload.offset(), payload.length(), UTF_8));
    }

    private static ByteBuffer bytes(int... octets) {
        ByteBuffer bytes = ByteBuffer.allocate(octets.length);
        for (int octet : octets) {
            bytes.put((byte) octet);
        }
        return bytes.flip();
    }
}
