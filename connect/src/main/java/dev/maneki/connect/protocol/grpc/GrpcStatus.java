package dev.maneki.connect.protocol.grpc;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.ErrorDetail;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.StatusDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a call's end is said: {@code grpc-status}, {@code grpc-message}, and details. */
final class GrpcStatus {
    /** The trailers of nearly all calls: success, and nothing more. Shared. */
    static final Metadata OK = Metadata.of(GrpcFields.STATUS, "0");

    private static final String[] NUMBERS = {
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16"
    };

    private GrpcStatus() {}

    /** The trailers of an end. */
    static Metadata trailers(ResponseEnd end) {
        ConnectException error = end.error();
        if (error == null && end.trailers().isEmpty()) {
            return OK;
        }
        Metadata trailers = new Metadata();
        append(trailers, end);
        return trailers;
    }

    /** Adds what an end says to fields. */
    static void append(Metadata fields, ResponseEnd end) {
        ConnectException error = end.error();
        if (error == null) {
            fields.append(GrpcFields.STATUS, "0");
        } else {
            fields.append(GrpcFields.STATUS, NUMBERS[error.code().number()]);
            if (!error.text().isEmpty()) {
                fields.append(GrpcFields.MESSAGE, PercentEncoding.encode(error.text()));
            }
            if (!error.details().isEmpty()) {
                fields.append(GrpcFields.DETAILS, StatusDetails.encode(error));
            }
            if (!error.fromPeer()) {
                GrpcFields.append(fields, error.metadata());
            }
        }
        GrpcFields.append(fields, end.trailers());
    }

    /**
     * The end that trailers say, or null if there is no status among them.
     *
     * <p>A status that is no number, or has no code, is {@link Code#UNKNOWN}. Code and message are
     * those of the fields, whatever the details repeat of them.
     */
    static @Nullable ResponseEnd parse(Metadata fields) {
        String status = fields.get(GrpcFields.STATUS);
        if (status == null) {
            return null;
        }
        Metadata metadata = GrpcFields.metadata(fields);
        if (status.equals("0")) {
            return metadata.isEmpty() ? ResponseEnd.OK : new ResponseEnd(null, metadata);
        }
        String message = fields.get(GrpcFields.MESSAGE);
        String details = fields.get(GrpcFields.DETAILS);
        List<ErrorDetail> parsed = details == null ? List.of() : StatusDetails.decode(details);
        ConnectException error =
                ConnectException.fromPeer(
                        code(status),
                        message == null ? "" : PercentEncoding.decode(message),
                        parsed,
                        metadata.frozen());
        return new ResponseEnd(error, metadata);
    }

    private static Code code(String status) {
        for (int number = 1; number < NUMBERS.length; number++) {
            if (NUMBERS[number].equals(status)) {
                Code code = Code.ofNumber(number);
                return code == null ? Code.UNKNOWN : code;
            }
        }
        return Code.UNKNOWN;
    }
}
