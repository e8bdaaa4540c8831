package dev.maneki.proxy.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.Metadata;
import dev.maneki.routing.message.HeaderFields;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadsTest {
    @Test
    void whatNoFieldMayHoldIsLeftOut() {
        Metadata metadata =
                new Metadata()
                        .append("x-good", "a\tb \u00e9")
                        .append("x-split", "a\r\nset-cookie: b=1")
                        .append("x-nul", "\0")
                        .append("x-wide", "\u0141")
                        .append("x split", "a")
                        .append(":status", "200")
                        .append("", "a");
        HeaderFields fields = new HeaderFields();

        Heads.add(metadata, fields);

        assertThat(fields.toString().strip()).isEqualTo("x-good: a\tb \u00e9");
    }

    @Test
    void namesBecomeLowerCase() {
        HeaderFields fields = new HeaderFields();
        byte[] field = "X-Mixed1".getBytes(StandardCharsets.US_ASCII);
        fields.add(field, 0, 7, field, 7, 8);

        assertThat(Heads.metadata(fields).nameAt(0)).isEqualTo("x-mixed");
        assertThat(Heads.metadata(fields).valueAt(0)).isEqualTo("1");
    }

    @Test
    void whatIsKnownIsReadAsWhatIsNot() {
        HeaderFields fields = new HeaderFields();
        for (String field :
                new String[] {"Content-Type:application/proto", "grpc-status:0", "GRPC-status:7"}) {
            int colon = field.indexOf(':');
            byte[] bytes = field.getBytes(StandardCharsets.US_ASCII);
            fields.add(bytes, 0, colon, bytes, colon + 1, bytes.length);
        }

        assertThat(Heads.metadata(fields))
                .isEqualTo(
                        Metadata.of(
                                "content-type", "application/proto",
                                "grpc-status", "0",
                                "grpc-status", "7"));
    }
}
