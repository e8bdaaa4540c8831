package dev.maneki.proxy.stream;

import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a {@code Content-Type} says of how a message is to be treated. Makes no objects. */
public final class ContentTypes {
    private static final byte[] GRPC = "application/grpc".getBytes(StandardCharsets.US_ASCII);

    private ContentTypes() {}

    /**
     * Whether it is gRPC over HTTP/2, whatever its codec; gRPC-Web, which browsers send, is not.
     */
    public static boolean isGrpc(HeaderFields fields) {
        int type = fields.find(FieldNames.CONTENT_TYPE);
        if (type < 0) {
            return false;
        }
        byte[] array = fields.array();
        int start = fields.valueStart(type);
        int end = fields.valueEnd(type);
        int named = start + GRPC.length;
        return end >= named
                && Arrays.equals(array, start, named, GRPC, 0, GRPC.length)
                && (end == named || array[named] != '-');
    }
}
