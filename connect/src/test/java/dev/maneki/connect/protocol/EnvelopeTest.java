package dev.maneki.connect.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvelopeTest {
    @Test
    void writesThePrefixInPlace() {
        byte[] array = {9, 9, 9, 9, 9, 9, 'h', 'i'};
        Payload payload = new Payload(array, 6, 2, true);
        assertThat(Envelope.withPrefix(0, payload)).isSameAs(payload);
        assertThat(array).containsExactly(9, 1, 0, 0, 0, 2, 'h', 'i');
    }

    @Test
    void copiesAPayloadWithoutHeadroom() {
        byte[] array = {9, 9, 'h', 'i', 9};
        Payload whole = Envelope.withPrefix(0x80, new Payload(array, 2, 2, false));
        assertThat(whole.array()).containsExactly(0x80, 0, 0, 0, 2, 'h', 'i');
        assertThat(whole.offset()).isEqualTo(5);
        assertThat(array).containsExactly(9, 9, 'h', 'i', 9);
    }

    @Test
    void writesLongLengths() {
        byte[] array = new byte[5 + 0x010203];
        Envelope.withPrefix(2, new Payload(array, 5, 0x010203, false));
        assertThat(array).startsWith(2, 0, 1, 2, 3);
    }
}
