package dev.maneki.proxy.bridge;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.WireFormat;
import dev.maneki.connect.protocol.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The two messages of gRPC server reflection, as far as they are needed: {@code
 * grpc.reflection.v1.ServerReflectionRequest} and {@code …Response}; {@code v1alpha} has the same.
 */
final class ReflectionMessages {
    private static final int FILE_BY_FILENAME = 3;
    private static final int FILE_CONTAINING_SYMBOL = 4;
    private static final int FILE_DESCRIPTOR_RESPONSE = 4;
    private static final int ERROR_RESPONSE = 7;

    private ReflectionMessages() {}

    /**
     * An answer.
     *
     * @param error empty if there was none
     */
    record Answer(List<FileDescriptorProto> files, String error) {}

    static Payload askSymbol(String symbol) {
        return ask(FILE_CONTAINING_SYMBOL, symbol);
    }

    static Payload askFile(String name) {
        return ask(FILE_BY_FILENAME, name);
    }

    private static Payload ask(int field, String value) {
        int size = CodedOutputStream.computeStringSize(field, value);
        byte[] array = new byte[Payload.HEADROOM + size];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(array, Payload.HEADROOM, size);
            out.writeString(field, value);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Payload(array, Payload.HEADROOM, size, false);
    }

    /**
     * Reads an answer.
     *
     * @throws IOException if it is malformed
     */
    static Answer read(Payload payload) throws IOException {
        CodedInputStream in =
                CodedInputStream.newInstance(payload.array(), payload.offset(), payload.length());
        List<FileDescriptorProto> files = new ArrayList<>();
        String error = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            boolean nested = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            int field = WireFormat.getTagFieldNumber(tag);
            if (nested && field == FILE_DESCRIPTOR_RESPONSE) {
                CodedInputStream inner = in.readBytes().newCodedInput();
                for (ByteString file : strings(inner, 1)) {
                    files.add(FileDescriptorProto.parseFrom(file));
                }
            } else if (nested && field == ERROR_RESPONSE) {
                List<ByteString> message = strings(in.readBytes().newCodedInput(), 2);
                error = message.isEmpty() ? "not found" : message.getLast().toStringUtf8();
            } else {
                in.skipField(tag);
            }
        }
        return new Answer(files, error);
    }

    /** The values of one field of bytes. */
    private static List<ByteString> strings(CodedInputStream in, int wanted) throws IOException {
        List<ByteString> values = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == (wanted << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                values.add(in.readBytes());
            } else {
                in.skipField(tag);
            }
        }
        return values;
    }
}
