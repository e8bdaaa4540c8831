package dev.maneki.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.maneki.routing.message.ByteSequence;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever bytes a client sends, a record is one line of valid JSON in valid UTF-8. */
class JsonFormatFuzzTest {
    @FuzzTest
    void anyBytesBecomeOneValidLine(FuzzedDataProvider data) {
        AccessRecord record = new AccessRecord();
        record.startMicros = data.consumeLong(0, 4_102_444_800_000_000L);
        record.status = data.consumeInt();
        record.responseBytes = data.consumeLong();
        record.method = data.consumeString(64);
        record.detail = data.consumeString(2000);
        fill(record.host, data);
        fill(record.path, data);
        fill(record.query, data);
        fill(record.userAgent, data);
        fill(record.requestId, data);

        isOneValidLine(record);
    }

    /** What a fuzzer would find soonest, without one: bytes that mean something, in disorder. */
    @Test
    void disorderlyBytesBecomeOneValidLine() {
        byte[] alphabet =
                HexFormat.of().parseHex("00090a0d1b22275c6162637d7f8085a0a8aebfc2e280e2ed");
        SplittableRandom random = new SplittableRandom(1);
        AccessRecord record = new AccessRecord();
        for (int i = 0; i < 2_000; i++) {
            fill(record.host, alphabet, random);
            fill(record.path, alphabet, random);
            fill(record.query, alphabet, random);
            fill(record.userAgent, alphabet, random);
            fill(record.requestId, alphabet, random);

            isOneValidLine(record);
        }
    }

    private static void isOneValidLine(AccessRecord record) {
        LineBuffer json = new LineBuffer(16);

        new JsonFormat().encode(record, json);

        Optional<String> text = utf8(json.array(), json.length());
        assertThat(text).isPresent();
        assertThat(text.get().indexOf('\n')).isEqualTo(text.get().length() - 1);
        Map<String, Object> members = Json.read(json.array(), 0, json.length());
        assertThat(members).containsEntry("status", (long) record.status);
        unchanged(members, "path", record.path, JsonFormat.TARGET_LIMIT);
        unchanged(members, "user_agent", record.userAgent, JsonFormat.TEXT_LIMIT);

        LineBuffer console = new LineBuffer(16);
        new TextFormat().encode(record, console);
        assertThat(utf8(console.array(), console.length())).isPresent();
        assertThat(controls(console)).as("only the end of the line").isEqualTo(1);
    }

    private static int controls(LineBuffer line) {
        int controls = 0;
        for (int i = 0; i < line.length(); i++) {
            byte value = line.array()[i];
            if (value >= 0 && value < 0x20 || value == 0x7F) {
                controls++;
            }
        }
        return controls;
    }

    private static void fill(ByteSequence sequence, byte[] alphabet, SplittableRandom random) {
        sequence.clear();
        for (int left = random.nextInt(random.nextInt(10) == 0 ? 1_100 : 24); left > 0; left--) {
            sequence.append(alphabet[random.nextInt(alphabet.length)]);
        }
    }

    private static void fill(ByteSequence sequence, FuzzedDataProvider data) {
        byte[] bytes = data.consumeBytes(5000);
        sequence.set(bytes, 0, bytes.length);
    }

    /** What is UTF-8 and short enough can be read back as it was. */
    private static void unchanged(
            Map<String, Object> members, String name, ByteSequence value, int limit) {
        if (value.length() == 0) {
            assertThat(members).doesNotContainKey(name);
        } else if (value.length() <= limit) {
            utf8(value.array(), value.length())
                    .ifPresent(text -> assertThat(members).containsEntry(name, text));
        }
    }

    private static Optional<String> utf8(byte[] bytes, int length) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, 0, length))
                            .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
