package dev.maneki.proxy.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an authorization server says, from its bytes. */
class CheckResponseTest {
    /** Made by go-control-plane v0.12.0: OK, x-user: alice appended, x-secret removed. */
    private static final String ALLOWED =
            "0a001a2112150a0f0a06782d757365721205616c696365120208012a08782d736563726574";

    private static CheckResponse decode(byte[] bytes) {
        return CheckResponse.decode(bytes, 0, bytes.length);
    }

    private static ProtoWriter message() {
        return new ProtoWriter(64);
    }

    private static byte[] bytes(ProtoWriter message) {
        return Arrays.copyOf(message.array(), message.length());
    }

    private static ProtoWriter header(String name, String value) {
        ProtoWriter header = message();
        header.text(1, name);
        header.text(2, value);
        ProtoWriter option = message();
        option.message(1, header);
        return option;
    }

    private static byte[] allowed(ProtoWriter... options) {
        ProtoWriter ok = message();
        for (ProtoWriter option : options) {
            ok.message(2, option);
        }
        ProtoWriter response = message();
        response.message(1, message());
        response.message(3, ok);
        return bytes(response);
    }

    private static HeaderFields applied(byte[] answer, String... present) {
        HeaderFields fields = new HeaderFields();
        for (int i = 0; i < present.length; i += 2) {
            fields.add(FieldName.of(present[i]), present[i + 1]);
        }
        FieldChange.apply(((CheckResponse.Allowed) decode(answer)).request(), fields);
        return fields;
    }

    @Test
    void unknownFieldsOfEveryTypeAreSkipped() {
        // 1: varint, 2: bytes, fixed32 and fixed64 of numbers that nobody uses; then OK.
        byte[] bytes =
                HexFormat.of()
                        .parseHex(
                                "f80601"
                                        + "fa060178"
                                        + "fd0600000000"
                                        + "f9060000000000000000"
                                        + "0a00");
        assertThat(decode(bytes)).isInstanceOf(CheckResponse.Allowed.class);
    }

    @Test
    void severalLinesOfOneNameAllStand() {
        assertThat(applied(allowed(header("x-a", "1"), header("x-a", "2")), "X-A", "spoofed"))
                .hasToString("x-a: 1\nx-a: 2\n");
    }

    @Test
    void anOptionSaysWhatBecomesOfWhatIsThere() {
        ProtoWriter absent = header("x-a", "new");
        absent.integer(3, 1);
        assertThat(applied(allowed(absent), "x-a", "old")).hasToString("x-a: old\n");
        assertThat(applied(allowed(absent))).hasToString("x-a: new\n");
        ProtoWriter present = header("x-a", "new");
        present.integer(3, 3);
        assertThat(applied(allowed(present), "x-a", "old")).hasToString("x-a: new\n");
        assertThat(applied(allowed(present))).hasToString("");
        ProtoWriter append = header("x-a", "new");
        ProtoWriter yes = message();
        yes.integer(1, 1);
        append.message(2, yes);
        append.integer(3, 2); // The older field is the one that counts, as with Envoy.
        assertThat(applied(allowed(append), "x-a", "old")).hasToString("x-a: old\nx-a: new\n");
        ProtoWriter unknown = header("x-a", "new");
        unknown.integer(3, 77);
        assertThat(applied(allowed(unknown), "x-a", "old")).hasToString("x-a: new\n");
        assertThat(applied(allowed(header("x-a", "")), "x-a", "old")).hasToString("");
        ProtoWriter empty = header("x-a", "");
        empty.integer(4, 1);
        assertThat(applied(allowed(empty), "x-a", "old")).hasToString("x-a: \n");
        assertThat(applied(allowed(header("x-a", " padded\t")))).hasToString("x-a: padded\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host", "connection", "Content-Length", "transfer-encoding", "TE", "upgrade",
                "keep-alive", "trailer", "proxy-connection", "expect", ":authority", ":path"
            })
    void whatFramesOrRoutesIsLeftAlone(String name) {
        CheckResponse.Allowed answer = (CheckResponse.Allowed) decode(allowed(header(name, "1")));
        assertThat(answer.request()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "é", "a\n", "a\0"})
    void aNameThatIsNoneMakesTheAnswerInvalid(String name) {
        assertThatThrownBy(() -> decode(allowed(header(name, "1"))))
                .isInstanceOf(ProtoException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "a\0b", "a\nb", "\u007f"})
    void aValueThatIsNoneMakesTheAnswerInvalid(String value) {
        assertThatThrownBy(() -> decode(allowed(header("x-a", value))))
                .isInstanceOf(ProtoException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0a", // no length
                "0a05", // shorter than its length
                "0affffffffffffffffff01", // a length below zero
                "08ffffffffffffffffffff01", // a number of eleven bytes
                "0801", // a number where a message should be
                "03", // a group
                "00", // field 0
                "1a0412020a05", // shorter within
            })
    void whatIsNoMessageIsRefused(String hex) {
        assertThatThrownBy(() -> decode(HexFormat.of().parseHex(hex)))
                .isInstanceOf(ProtoException.class);
    }

    @Test
    void aStatusForTheClientOutsideOfHttpIs403() {
        for (long status : new long[] {0, 1, 101, 199, 600, 99999, -1}) {
            ProtoWriter code = message();
            code.integer(1, status);
            ProtoWriter denied = message();
            denied.message(1, code);
            ProtoWriter response = message();
            response.message(2, denied);
            assertThat(((CheckResponse.Denied) decode(bytes(response))).status()).isEqualTo(403);
        }
    }

    @Test
    void aQueryIsChangedByDecodedNames() {
        ProtoWriter parameter = message();
        parameter.text(1, "te nant");
        parameter.text(2, "a&b");
        ProtoWriter ok = message();
        ok.message(7, parameter);
        ok.text(8, "token");
        ProtoWriter response = message();
        response.message(3, ok);
        CheckResponse.Allowed answer = (CheckResponse.Allowed) decode(bytes(response));
        RequestHead head = new RequestHead();
        head.hasQuery(true);
        head.query().set("te+nant=1&%74oken=2&x&te%20nant&%zz=3");
        answer.query().apply(head);
        assertThat(head.query()).hasToString("x&%zz=3&te+nant=a%26b");
        head.query().set("token");
        new QueryChanges(Set.of("token"), List.of()).apply(head);
        assertThat(head.hasQuery()).isFalse();
    }

    @Test
    void bytesOfAnotherEncoderAreRead() {
        CheckResponse.Allowed answer =
                (CheckResponse.Allowed) decode(HexFormat.of().parseHex(ALLOWED));
        assertThat(answer.request())
                .singleElement()
                .satisfies(
                        change -> {
                            assertThat(change.name()).hasToString("x-user");
                            assertThat(change.value())
                                    .isEqualTo("alice".getBytes(StandardCharsets.US_ASCII));
                            assertThat(change.action()).isEqualTo(FieldChange.Action.APPEND);
                        });
        assertThat(answer.removed()).containsExactly(FieldName.of("x-secret"));
    }

    /** Any bytes: a response or a {@link ProtoException}, and a yes only if something says so. */
    @FuzzTest
    void anyBytes(byte[] input) {
        try {
            CheckResponse answer = decode(input);
            if (answer instanceof CheckResponse.Allowed allowed) {
                assertThat(input).isNotEmpty();
                RequestHead head = new RequestHead();
                head.query().set("a=b&c");
                head.hasQuery(true);
                FieldChange.apply(allowed.request(), head.fields());
                FieldChange.apply(allowed.response(), head.fields());
                allowed.query().apply(head);
                assertThat(head.fields().toString()).doesNotContain("\r", "\0");
                assertThat(head.query().toString()).matches("[!-~]*");
            }
        } catch (ProtoException expected) {
            assertThat(expected).hasMessageMatching(".+");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void bytesThatAreNearlyAMessage(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] good = HexFormat.of().parseHex(ALLOWED);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            anyBytes(bad);
        }
    }
}
