package dev.maneki.connect.grpc;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.ErrorDetail;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.protocol.StatusDetails;
import io.grpc.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How calls end, as the two libraries say it. Details are a list with us; with grpc-java they are
 * one trailer, which holds a {@code google.rpc.Status}.
 */
final class Statuses {
    private static final String DETAILS = "grpc-status-details-bin";

    private Statuses() {}

    /**
     * The error for a status that is not OK.
     *
     * @param trailers those that go with it; the details are taken out of them
     */
    static ConnectException toError(Status status, Metadata trailers) {
        String details = trailers.get(DETAILS);
        List<ErrorDetail> parsed = List.of();
        if (details != null) {
            parsed = StatusDetails.decode(details);
            trailers.remove(DETAILS);
        }
        String description = status.getDescription();
        // As if it were the peer's: it is passed on, and nobody wants to know from which line.
        return ConnectException.fromPeer(
                code(status), description == null ? "" : description, parsed, Metadata.EMPTY);
    }

    /** A status of this side, as an error with the same cause. */
    static ConnectException toLocalError(Status status) {
        String description = status.getDescription();
        return new ConnectException(
                code(status), description == null ? "" : description, status.getCause());
    }

    private static Code code(Status status) {
        Code code = Code.ofNumber(status.getCode().value());
        return code == null ? Code.UNKNOWN : code;
    }

    /** The status for an error. */
    static Status toStatus(ConnectException error) {
        Status status = Status.fromCodeValue(error.code().number());
        if (!error.text().isEmpty()) {
            status = status.withDescription(error.text());
        }
        Throwable cause = error.getCause();
        return cause == null ? status : status.withCause(cause);
    }

    /** The trailers that go with an error, or with a good end. */
    static io.grpc.Metadata trailers(@Nullable ConnectException error, Metadata trailers) {
        if (error == null || error.details().isEmpty()) {
            return Fields.toGrpc(trailers);
        }
        return Fields.toGrpc(new Metadata(trailers).set(DETAILS, StatusDetails.encode(error)));
    }
}
