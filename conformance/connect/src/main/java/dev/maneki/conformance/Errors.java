package dev.maneki.conformance;

import com.google.protobuf.Message;
import dev.maneki.conformance.v1.Error;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.ErrorDetail;
import java.util.Objects;

/** Errors as the suite writes them down. */
final class Errors {
    private Errors() {}

    static ConnectException toThrow(Error error) {
        Code code = Objects.requireNonNullElse(Code.ofNumber(error.getCodeValue()), Code.UNKNOWN);
        ConnectException thrown = new ConnectException(code, error.getMessage());
        for (var detail : error.getDetailsList()) {
            thrown = thrown.withDetail(ErrorDetail.of(detail));
        }
        return thrown;
    }

    static ConnectException toThrow(Error error, Message lastDetail) {
        return toThrow(error).withDetail(ErrorDetail.of(lastDetail));
    }

    static Error of(ConnectException caught) {
        Error.Builder error =
                Error.newBuilder().setCodeValue(caught.code().number()).setMessage(caught.text());
        for (ErrorDetail detail : caught.details()) {
            error.addDetails(detail.toAny());
        }
        return error.build();
    }
}
