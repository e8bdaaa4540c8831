package dev.maneki.connect.netty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.netty.wire.Fields;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.junit.jupiter.api.Test;

/** Whatever a stranger's field section holds, what is taken of it is well-formed and bounded. */
class InboundFieldsFuzzTest {
    private static final int MAX_BYTES = 2048;

    /** As HPACK decodes it, with the codec's own checks. */
    @FuzzTest
    void sectionsAreWellFormedOrRefused(byte[] bytes) {
        DefaultHttp2HeadersDecoder decoder =
                new DefaultHttp2HeadersDecoder(true, MAX_BYTES) {
                    @Override
                    protected Http2Headers newHeaders() {
                        return new InboundFields();
                    }
                };
        try {
            checkFields(
                    (InboundFields) decoder.decodeHeaders(1, Unpooled.wrappedBuffer(bytes)),
                    MAX_BYTES);
        } catch (Http2Exception | IllegalArgumentException e) {
            // Refused.
        }
    }

    /** Names and values as they are, each led by its length: what QPACK's decoder hands over. */
    @FuzzTest
    void fieldsAreWellFormedOrRefused(byte[] bytes) {
        InboundFields fields = new InboundFields();
        int at = 0;
        try {
            while (at < bytes.length) {
                AsciiString name = text(bytes, at);
                at += 1 + name.length();
                AsciiString value = text(bytes, at);
                at += 1 + value.length();
                fields.add(name, value);
            }
            checkFields(fields, bytes.length);
        } catch (IllegalArgumentException e) {
            // Refused.
        }
    }

    private static AsciiString text(byte[] bytes, int at) {
        if (at >= bytes.length) {
            return AsciiString.EMPTY_STRING;
        }
        int length = Math.min(bytes[at] & 0xff, bytes.length - at - 1);
        return new AsciiString(bytes, at + 1, length, true);
    }

    private static void checkFields(InboundFields section, int maxBytes) {
        Metadata fields = section.fields().freeze();
        int size = 0;
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.nameAt(i);
            assertThat(Fields.token(name)).as(name).isTrue();
            assertThat(name).isLowerCase().doesNotStartWith(":");
            assertThat(Fields.ofConnection(name)).isFalse();
            assertThat(fields.valueAt(i)).doesNotContain("\r", "\n", "\0");
            size += name.length() + fields.valueAt(i).length();
        }
        assertThat(size).isLessThanOrEqualTo(maxBytes);
        assertThat(section.statusCode()).isBetween(-1, 999);
        assertThat(section.methodText() + section.pathText() + section.schemeText())
                .doesNotContain("\r", "\n", "\0");
        assertThat(section.isEmpty()).isEqualTo(section.size() == 0);
    }

    @Test
    void takesWhatIsWellFormed() {
        InboundFields fields = new InboundFields();
        fields.add(":method", "GET");
        fields.add("a", "b");
        fields.add("host", "c");
        assertThat(fields.methodText()).isEqualTo("GET");
        assertThat(fields.authorityText()).isEqualTo("c");
        assertThat(fields.fields().freeze()).hasToString("{a: b}");
        checkFields(fields, 100);
    }
}
