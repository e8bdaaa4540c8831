package dev.maneki.connect.protojson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.MessageType;
import dev.maneki.connect.codec.JsonCodec;
import dev.maneki.connect.protocol.Payload;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The codec against protobuf's own {@code JsonFormat}. */
class JsonFormatOracleTest {
    private static final MessageType<DynamicMessage> TYPE =
            MessageType.of(DynamicMessage.getDefaultInstance(TestSchema.EVERYTHING));
    private static final JsonFormat.TypeRegistry REGISTRY =
            JsonFormat.TypeRegistry.newBuilder()
                    .add(TestSchema.EVERYTHING)
                    .add(com.google.protobuf.Timestamp.getDescriptor())
                    .add(com.google.protobuf.Value.getDescriptor())
                    .build();
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().usingTypeRegistry(REGISTRY).omittingInsignificantWhitespace();
    private static final JsonFormat.Parser PARSER =
            JsonFormat.parser().usingTypeRegistry(REGISTRY).ignoringUnknownFields();

    @Test
    void eachReadsWhatTheOtherWrites() throws InvalidProtocolBufferException {
        for (int seed = 0; seed < 3_000; seed++) {
            DynamicMessage message = new RandomMessages(seed).next(TestSchema.EVERYTHING, 3);

            String ours = encode(message);
            String theirs = PRINTER.print(message);
            assertThat(binary(parseByOracle(ours)))
                    .as("seed %d: %s", seed, ours)
                    .isEqualTo(binary(message));
            assertThat(binary(decode(theirs)))
                    .as("seed %d: %s", seed, theirs)
                    .isEqualTo(binary(message));
            assertThat(binary(decode(ours)))
                    .as("seed %d: %s", seed, ours)
                    .isEqualTo(binary(message));
        }
    }

    /** What is well or ill formed is so for both; what both read is the same message. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"oneInt32\":1}",
                "{\"one_int32\":1}",
                "{\"oneInt32\":\"1\"}",
                "{\"oneInt32\":1.0}",
                "{\"oneInt32\":1e2}",
                "{\"oneInt32\":1e-1}",
                "{\"oneInt32\":\"\"}",
                "{\"oneInt32\":\" 1\"}",
                "{\"oneInt32\":2147483647}",
                "{\"oneInt32\":2147483648}",
                "{\"oneInt32\":-2147483648}",
                "{\"oneInt32\":true}",
                "{\"oneInt32\":null}",
                "{\"oneUint32\":4294967295}",
                "{\"oneUint32\":-1}",
                "{\"oneUint64\":\"18446744073709551615\"}",
                "{\"oneUint64\":18446744073709551616}",
                "{\"oneInt64\":9223372036854775807}",
                "{\"oneInt64\":\"-9223372036854775808\"}",
                "{\"oneInt64\":9223372036854775808}",
                "{\"oneInt64\":1e18}",
                "{\"oneBool\":true}",
                "{\"oneBool\":1}",
                "{\"oneFloat\":\"NaN\"}",
                "{\"oneFloat\":\"-Infinity\"}",
                "{\"oneFloat\":\"1.5\"}",
                "{\"oneFloat\":3.4028235e38}",
                "{\"oneFloat\":3.5e38}",
                "{\"oneDouble\":1.7976931348623157e308}",
                "{\"oneDouble\":1.9e308}",
                "{\"oneDouble\":\"1.9e308\"}",
                "{\"oneDouble\":true}",
                "{\"oneString\":\"\\ud83d\\ude00\"}",
                "{\"oneBytes\":\"AQI=\"}",
                "{\"oneBytes\":\"AQI\"}",
                "{\"oneBytes\":\"-_8=\"}",
                "{\"oneBytes\":\"+/8\"}",
                "{\"oneBytes\":\"!\"}",
                "{\"oneEnum\":\"RED\"}",
                "{\"oneEnum\":-7}",
                "{\"oneEnum\":99}",
                "{\"oneEnum\":\"GREEN\"}",
                "{\"manyEnum\":[\"RED\",\"GREEN\"]}",
                "{\"oneNullValue\":null}",
                "{\"oneMTimestamp\":\"2026-01-02T03:04:05Z\"}",
                "{\"oneMTimestamp\":\"2026-01-02T03:04:05.123456789+01:30\"}",
                "{\"oneMTimestamp\":\"2026-01-02\"}",
                "{\"oneMTimestamp\":\"0000-01-02T03:04:05Z\"}",
                "{\"oneMTimestamp\":5}",
                "{\"oneMDuration\":\"1.5s\"}",
                "{\"oneMDuration\":\"-0.5s\"}",
                "{\"oneMDuration\":\"1.5\"}",
                "{\"oneMDuration\":\"315576000001s\"}",
                "{\"oneMFieldmask\":\"fooBar,baz.quxQuux\"}",
                "{\"oneMFieldmask\":\"\"}",
                "{\"oneMStruct\":{\"a\":[1,null,{\"b\":true}]}}",
                "{\"oneMStruct\":[]}",
                "{\"oneMValue\":null}",
                "{\"oneMValue\":[[]]}",
                "{\"oneMListvalue\":[null]}",
                "{\"manyMValue\":[null,1]}",
                "{\"manyInt32\":[1,null]}",
                "{\"manyInt32\":null}",
                "{\"manyInt32\":1}",
                "{\"namedInt32\":{\"a\":null}}",
                "{\"namedMValue\":{\"a\":null}}",
                "{\"byBool\":{\"true\":\"x\"}}",
                "{\"byBool\":{\"1\":\"x\"}}",
                "{\"byInt32\":{\"1\":\"x\"}}",
                "{\"byInt32\":{\"x\":\"x\"}}",
                "{\"byUint64\":{\"18446744073709551615\":\"x\"}}",
                "{\"oneMDoublevalue\":1.5}",
                "{\"oneMDoublevalue\":null}",
                "{\"oneMInt64value\":\"5\"}",
                "{\"oneMBytesvalue\":\"AQI=\"}",
                "{\"eitherText\":\"x\",\"orNumber\":1}",
                "{\"eitherText\":\"x\",\"orNumber\":null}",
                "{\"maybe\":0}",
                "{\"unknown\":{\"a\":[1]}}",
                "{\"oneMAny\":{}}",
                "{\"oneMAny\":{\"@type\":\"type.googleapis.com/test.Everything\",\"oneInt32\":1}}",
                "{\"oneMAny\":{\"oneInt32\":1,\"@type\":\"type.googleapis.com/test.Everything\"}}",
                "{\"oneMAny\":{\"@type\":\"type.googleapis.com/google.protobuf.Timestamp\",\"value\":\"2026-01-02T03:04:05Z\"}}",
                "{\"oneMAny\":{\"@type\":\"type.googleapis.com/nobody.Knows\"}}",
                "{\"oneMAny\":{\"@type\":\"test.Everything\"}}",
                "{\"oneMAny\":{\"oneInt32\":1}}",
                "[]",
                "null",
                "",
                "{\"oneInt32\":1",
            })
    void bothJudgeAlike(String json) {
        Object ours;
        try {
            ours = binary(decode(json));
        } catch (ConnectException e) {
            assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT);
            ours = e;
        }
        Object theirs;
        try {
            theirs = binary(parseByOracle(json));
        } catch (InvalidProtocolBufferException e) {
            theirs = e;
        }
        if (theirs instanceof Exception fault) {
            assertThat(ours).as("the oracle: %s", fault).isInstanceOf(ConnectException.class);
        } else {
            assertThat(ours).isEqualTo(theirs);
        }
    }

    /**
     * Names that come twice, types that do not fit, times that are none: the oracle guesses what
     * was meant, as Gson does. Refused here, as by Go's and JavaScript's libraries.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"oneInt32\":1,\"oneInt32\":2}",
                "{\"oneBool\":\"true\"}",
                "{\"oneString\":1}",
                "{\"oneEnum\":true}",
                "{\"oneMTimestamp\":\"2026-01-02T03:04:05.1234567891Z\"}",
                "{\"oneMTimestamp\":\"2026-13-02T03:04:05Z\"}",
                "{\"namedInt32\":{\"a\":1,\"a\":2}}",
                "{\"eitherText\":\"x\",\"eitherText\":\"y\"}",
            })
    void theOracleIsLaxer(String json) throws InvalidProtocolBufferException {
        assertThat(parseByOracle(json)).isNotNull();
        assertThatThrownBy(() -> decode(json))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT));
    }

    @Test
    void anErrorSaysWhere() {
        assertThatThrownBy(() -> decode("{\"oneInt32\":\n  true}"))
                .hasMessageContaining("test.Everything")
                .hasMessageContaining("line 2, column 3");
    }

    @Test
    void anUnknownFieldIsNamedWhereItIsRefused() {
        assertThatThrownBy(
                        () ->
                                JsonCodec.INSTANCE
                                        .refusingUnknownFields()
                                        .decode(TYPE, "{\"nope\":1}".getBytes(UTF_8), 0, 10))
                .hasMessageContaining("no field 'nope'");
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "{\"oneMEverything\":".repeat(200) + "{}" + "}".repeat(200);
        assertThatThrownBy(() -> decode(deep)).hasMessageContaining("100 deep");
    }

    @FuzzTest
    void anythingIsReadOrRefused(byte[] json) {
        DynamicMessage message;
        try {
            message = JsonCodec.INSTANCE.decode(TYPE, json, 0, json.length);
        } catch (ConnectException refused) {
            assertThat(refused.code()).isEqualTo(Code.INVALID_ARGUMENT);
            return;
        }
        String again;
        try {
            again = encode(message);
        } catch (ConnectException noForm) {
            fail("read, but not written: " + noForm.getMessage());
            return;
        }
        assertThat(binary(decode(again))).isEqualTo(binary(message));
    }

    private static String encode(DynamicMessage message) {
        Payload payload = JsonCodec.INSTANCE.encode(TYPE, message);
        return new String(payload.array(), payload.offset(), payload.length(), UTF_8);
    }

    private static DynamicMessage decode(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return JsonCodec.INSTANCE.decode(TYPE, bytes, 0, bytes.length);
    }

    private static Message parseByOracle(String json) throws InvalidProtocolBufferException {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(TestSchema.EVERYTHING);
        PARSER.merge(json, builder);
        return builder.build();
    }

    /** Equal messages have equal bytes but for the order of maps, which both keep. */
    private static String binary(Message message) {
        return Arrays.toString(message.toByteArray());
    }
}
