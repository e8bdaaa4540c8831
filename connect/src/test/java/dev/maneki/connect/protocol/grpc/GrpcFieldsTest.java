package dev.maneki.connect.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.Metadata;
import org.junit.jupiter.api.Test;

class GrpcFieldsTest {
    @Test
    void keepsWhatIsMetadata() {
        Metadata fields =
                Metadata.of(
                        "content-type", "application/grpc",
                        "te", "trailers",
                        "proxy-connection", "close",
                        "grpc-timeout", "1S",
                        "x-one", "1",
                        "grpc-trace-bin", "AAA",
                        "user-agent", "test",
                        "x-one", "2",
                        "host", "h",
                        "date", "now");
        assertThat(GrpcFields.metadata(fields))
                .isEqualTo(
                        Metadata.of(
                                "x-one", "1",
                                "grpc-trace-bin", "AAA",
                                "user-agent", "test",
                                "x-one", "2"));
    }

    @Test
    void makesNothingOfNothing() {
        assertThat(GrpcFields.metadata(Metadata.of("te", "trailers"))).isSameAs(Metadata.EMPTY);
        assertThat(GrpcFields.reserved("")).isFalse();
    }
}
