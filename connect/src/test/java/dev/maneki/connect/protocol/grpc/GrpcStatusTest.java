package dev.maneki.connect.protocol.grpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.ErrorDetail;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.protocol.ResponseEnd;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrpcStatusTest {
    @Test
    void saysSuccessWithoutMakingAnything() {
        assertThat(GrpcStatus.trailers(ResponseEnd.OK)).isSameAs(GrpcStatus.OK);
        assertThat(GrpcStatus.parse(GrpcStatus.OK)).isSameAs(ResponseEnd.OK);
    }

    @Test
    void saysAnErrorWithAllThatIsBesideIt() {
        ErrorDetail detail = ErrorDetail.of(StringValue.of("x"));
        ConnectException error =
                new ConnectException(Code.NOT_FOUND, "nö")
                        .withDetail(detail)
                        .withMetadata(Metadata.of("a", "1", "grpc-status", "0"));
        Metadata trailers =
                GrpcStatus.trailers(new ResponseEnd(error, Metadata.of("b", "2", "b", "3")));
        assertThat(trailers.all("grpc-status")).containsExactly("5");
        assertThat(trailers.get("grpc-message")).isEqualTo("n%C3%B6");
        ResponseEnd read = requireNonNull(GrpcStatus.parse(trailers));
        assertThat(read.trailers()).isEqualTo(Metadata.of("a", "1", "b", "2", "b", "3"));
        ConnectException said = requireNonNull(read.error());
        assertThat(said.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(said.text()).isEqualTo("nö");
        assertThat(said.details()).containsExactly(detail);
        assertThat(said.fromPeer()).isTrue();
        assertThat(said.metadata()).isEqualTo(read.trailers());
    }

    @Test
    void doesNotRepeatWhatAPeerSaidBesideItsError() {
        Metadata metadata = Metadata.of("a", "1");
        ConnectException error = ConnectException.fromPeer(Code.ABORTED, "", List.of(), metadata);
        assertThat(GrpcStatus.trailers(new ResponseEnd(error, metadata)))
                .isEqualTo(Metadata.of("grpc-status", "10", "a", "1"));
    }

    @Test
    void readsNoEndWhereThereIsNoStatus() {
        assertThat(GrpcStatus.parse(Metadata.of("grpc-message", "error"))).isNull();
    }

    @Test
    void readsAStatusWithoutACodeAsUnknown() {
        for (String status : List.of("17", "-1", "x", "", "05", "99999999999")) {
            ResponseEnd end = requireNonNull(GrpcStatus.parse(Metadata.of("grpc-status", status)));
            assertThat(requireNonNull(end.error()).code()).isEqualTo(Code.UNKNOWN);
        }
    }
}
