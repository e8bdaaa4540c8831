package dev.maneki.connect.protocol;

import com.google.protobuf.Any;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.ErrorDetail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The value of {@code grpc-status-details-bin}: a {@code google.rpc.Status} in base64.
 *
 * <p>It is written and read field by field: a generated class of that name would clash with the one
 * that many applications have already. Source: {@code google/rpc/status.proto}.
 */
public final class StatusDetails {
    private static final int CODE = 1;
    private static final int MESSAGE = 2;
    private static final int DETAILS = 3;
    private static final int DETAILS_TAG = DETAILS << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private StatusDetails() {}

    /** Encodes an error, without padding. */
    public static String encode(ConnectException error) {
        List<Any> details = new ArrayList<>(error.details().size());
        int size =
                CodedOutputStream.computeInt32Size(CODE, error.code().number())
                        + CodedOutputStream.computeStringSize(MESSAGE, error.text());
        for (ErrorDetail detail : error.details()) {
            Any any = detail.toAny();
            details.add(any);
            size += CodedOutputStream.computeMessageSize(DETAILS, any);
        }
        byte[] status = new byte[size];
        CodedOutputStream output = CodedOutputStream.newInstance(status);
        try {
            output.writeInt32(CODE, error.code().number());
            output.writeString(MESSAGE, error.text());
            for (Any any : details) {
                output.writeMessage(DETAILS, any);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing here writes to a device
        }
        return Base64.getEncoder().withoutPadding().encodeToString(status);
    }

    /**
     * The details in a value, padded or not; none if it is malformed. Code and message are in
     * fields of their own, and what a server says must not be lost over an ornament.
     */
    public static List<ErrorDetail> decode(String value) {
        List<ErrorDetail> details = new ArrayList<>();
        try {
            CodedInputStream input =
                    CodedInputStream.newInstance(Base64.getDecoder().decode(value.strip()));
            for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                if (tag == DETAILS_TAG) {
                    details.add(ErrorDetail.of(Any.parseFrom(input.readByteArray())));
                } else {
                    input.skipField(tag);
                }
            }
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing here reads from a device
        }
        return details;
    }
}
