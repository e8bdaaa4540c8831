package dev.maneki.connect.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Duration;
import com.google.protobuf.StringValue;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.ErrorDetail;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class StatusDetailsTest {
    private static final ErrorDetail FIRST = ErrorDetail.of(StringValue.of("über"));
    private static final ErrorDetail SECOND =
            ErrorDetail.of(Duration.newBuilder().setSeconds(7).build());

    @Test
    void readsWhatItWrites() {
        String value = StatusDetails.encode(error());
        assertThat(value).doesNotContain("=");
        assertThat(StatusDetails.decode(value)).containsExactly(FIRST, SECOND);
    }

    @Test
    void writesAStatusInTheOrderOfItsFields() throws IOException {
        CodedInputStream status =
                CodedInputStream.newInstance(
                        Base64.getDecoder().decode(StatusDetails.encode(error())));
        assertThat(status.readTag()).isEqualTo(8);
        assertThat(status.readInt32()).isEqualTo(5);
        assertThat(status.readTag()).isEqualTo(18);
        assertThat(status.readString()).isEqualTo("nö");
        assertThat(status.readTag()).isEqualTo(26);
    }

    @Test
    void readsPaddedValuesAndSkipsUnknownFields() {
        byte[] status = {
            0x08, 5, 0x12, 1, 'x', 0x20, 1, 0x1a, 4, 0x0a, 2, '/', 'T', 0x1a, 0,
        };
        String padded = Base64.getEncoder().encodeToString(status);
        assertThat(StatusDetails.decode(padded))
                .containsExactly(
                        new ErrorDetail("T", ByteString.EMPTY),
                        new ErrorDetail("", ByteString.EMPTY));
    }

    @Test
    void takesNothingFromWhatIsMalformed() {
        assertThat(StatusDetails.decode("!")).isEmpty();
        assertThat(StatusDetails.decode("GgU")).isEmpty(); // a detail of five bytes, which end
    }

    @FuzzTest
    void neverFails(byte[] status) {
        byte[] bytes = status == null ? new byte[0] : status;
        StatusDetails.decode(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
        StatusDetails.decode(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    }

    private static ConnectException error() {
        return new ConnectException(Code.NOT_FOUND, "nö").withDetail(FIRST).withDetail(SECOND);
    }
}
