package dev.maneki.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HpackTest {
    private static final FieldSink KEEP_ALL =
            (fields, nameStart, valueStart, valueEnd, hash) -> {
                fields.commit(valueEnd - nameStart);
                fields.addSpan(nameStart, valueStart, valueStart, valueEnd, hash);
            };

    // RFC 7541 appendix C.

    @Test
    void requestsWithoutHuffmanCoding() {
        HpackDecoder decoder = new HpackDecoder(4096);

        assertThat(decode(decoder, "828684410f7777772e6578616d706c652e636f6d"))
                .isEqualTo(":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com\n");
        assertThat(decode(decoder, "828684be58086e6f2d6361636865"))
                .isEqualTo(
                        ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com\n"
                                + "cache-control: no-cache\n");
        assertThat(decode(decoder, "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565"))
                .isEqualTo(
                        ":method: GET\n:scheme: https\n:path: /index.html\n"
                                + ":authority: www.example.com\ncustom-key: custom-value\n");
        assertThat(decoder.table().size()).isEqualTo(164);
        assertThat(decoder.table().length()).isEqualTo(3);
    }

    @Test
    void requestsWithHuffmanCoding() {
        HpackDecoder decoder = new HpackDecoder(4096);

        assertThat(decode(decoder, "828684418cf1e3c2e5f23a6ba0ab90f4ff"))
                .endsWith(":authority: www.example.com\n");
        assertThat(decode(decoder, "828684be5886a8eb10649cbf"))
                .endsWith("cache-control: no-cache\n");
        assertThat(decode(decoder, "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf"))
                .endsWith("custom-key: custom-value\n");
        assertThat(decoder.table().size()).isEqualTo(164);
    }

    @Test
    void responsesThatEvict() {
        HpackDecoder decoder = new HpackDecoder(256);

        assertThat(
                        decode(
                                decoder,
                                "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a6"
                                        + "2d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3"))
                .isEqualTo(
                        ":status: 302\ncache-control: private\n"
                                + "date: Mon, 21 Oct 2013 20:13:21 GMT\n"
                                + "location: https://www.example.com\n");
        assertThat(decode(decoder, "4883640effc1c0bf")).startsWith(":status: 307\n");
        assertThat(
                        decode(
                                decoder,
                                "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab"
                                        + "77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab27"
                                        + "0fb5291f9587316065c003ed4ee5b1063d5007"))
                .isEqualTo(
                        ":status: 200\ncache-control: private\n"
                                + "date: Mon, 21 Oct 2013 20:13:22 GMT\n"
                                + "location: https://www.example.com\ncontent-encoding: gzip\n"
                                + "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600;"
                                + " version=1\n");
        assertThat(decoder.table().size()).isEqualTo(215);
        assertThat(decoder.table().length()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", // index 0
                "be", // index beyond the table
                "ffffffffff7f", // integer out of range
                "ff80808080808000", // integer too long
                "41", // no value
                "410f77", // string beyond the block
                "0085f2b2ffffff", // padding longer than 7 bits
                "0082ffff", // all padding
                "0081fe", // padding that is not all ones
                "0084ffffffff", // the end-of-string symbol
                "3fe21f", // table above what was announced (4097)
                "8220" // size update behind a field
            })
    void whatIsNoHpackIsRefused(String block) {
        assertThatThrownBy(() -> decode(new HpackDecoder(4096), block))
                .isInstanceOfSatisfying(
                        ConnectionException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.COMPRESSION_ERROR));
    }

    // Against Netty's.

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void decodesWhatNettyEncodes(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        DefaultHttp2HeadersEncoder netty =
                new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, false, 16);
        HpackDecoder decoder = new HpackDecoder(4096);
        for (int i = 0; i < 400; i++) {
            List<Map.Entry<String, String>> section = section(random);
            Http2Headers headers = new DefaultHttp2Headers(false);
            section.forEach(field -> headers.add(field.getKey(), field.getValue()));
            ByteBuf block = Unpooled.buffer();
            netty.encodeHeaders(3, headers, block);

            HeaderFields fields = new HeaderFields();
            decoder.decode(block.array(), 0, block.writerIndex(), fields, KEEP_ALL);

            assertThat(entries(fields)).containsExactlyInAnyOrderElementsOf(section);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void nettyDecodesWhatIsEncoded(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        DefaultHttp2HeadersDecoder netty = new DefaultHttp2HeadersDecoder(false, 1 << 20);
        netty.configuration().maxHeaderTableSize(4096);
        HpackEncoder encoder = new HpackEncoder();
        for (int i = 0; i < 400; i++) {
            if (random.nextInt(20) == 0) {
                encoder.peerTableSize(random.nextInt(5000));
                encoder.peerTableSize(random.nextInt(5000));
            }
            List<Map.Entry<String, String>> section = section(random);
            encoder.begin();
            for (Map.Entry<String, String> field : section) {
                byte[] name = field.getKey().getBytes(StandardCharsets.ISO_8859_1);
                byte[] value = field.getValue().getBytes(StandardCharsets.ISO_8859_1);
                int hash = FieldName.hash(name, 0, name.length);
                encoder.field(name, 0, name.length, value, 0, value.length, hash);
            }
            ByteBuf block = Unpooled.wrappedBuffer(encoder.array(), 0, encoder.length());

            Http2Headers headers = netty.decodeHeaders(3, block);

            List<Map.Entry<String, String>> decoded = new ArrayList<>();
            headers.forEach(
                    field ->
                            decoded.add(
                                    Map.entry(
                                            field.getKey().toString(),
                                            field.getValue().toString())));
            assertThat(decoded).containsExactlyInAnyOrderElementsOf(section);
        }
    }

    @Test
    void aFieldThatRepeatsBecomesOneByte() {
        HpackEncoder encoder = new HpackEncoder();
        byte[] name = "Server".getBytes(StandardCharsets.US_ASCII);
        byte[] value = "some server".getBytes(StandardCharsets.US_ASCII);
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            encoder.begin();
            int hash = FieldName.hash(name, 0, name.length);
            encoder.field(name, 0, name.length, value, 0, value.length, hash);
            lengths.add(encoder.length());
        }

        assertThat(lengths).containsExactly(14, 13, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization", "cookie", "set-cookie", "proxy-authorization"})
    void credentialsAreNeverIndexed(String credential) {
        HpackEncoder encoder = new HpackEncoder();
        byte[] name = credential.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 4; i++) {
            encoder.begin();
            int hash = FieldName.hash(name, 0, name.length);
            encoder.field(name, 0, name.length, name, 0, name.length, hash);

            assertThat(encoder.array()[0] & 0xf0).isEqualTo(0x10);
        }
    }

    private static List<Map.Entry<String, String>> section(SplittableRandom random) {
        String[] names = {
            ":path",
            "server",
            "content-type",
            "x-request-id",
            "etag",
            "cookie",
            "x-a",
            "x-bb",
            "accept-encoding",
            "user-agent",
            "location",
            "vary",
            "x-long-name-for-a-field"
        };
        List<Map.Entry<String, String>> section = new ArrayList<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            String name = names[random.nextInt(names.length)];
            String value =
                    switch (random.nextInt(4)) {
                        case 0 -> "";
                        case 1 -> "constant";
                        case 2 -> "some-" + random.nextInt(3);
                        default -> text(random);
                    };
            section.add(Map.entry(name, value));
        }
        return section;
    }

    private static String text(SplittableRandom random) {
        int length = random.nextInt(50) == 0 ? random.nextInt(6000) : random.nextInt(60);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (random.nextInt(8) == 0 ? random.nextInt(256) : 'a' + i % 26));
        }
        return text.toString();
    }

    private static List<Map.Entry<String, String>> entries(HeaderFields fields) {
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            entries.add(Map.entry(fields.name(i), fields.value(i)));
        }
        return entries;
    }

    private static String decode(HpackDecoder decoder, String hex) {
        byte[] block = HexFormat.of().parseHex(hex);
        HeaderFields fields = new HeaderFields();
        decoder.decode(block, 0, block.length, fields, KEEP_ALL);
        return fields.toString();
    }
}
