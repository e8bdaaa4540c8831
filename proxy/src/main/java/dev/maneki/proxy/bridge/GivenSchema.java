package dev.maneki.proxy.bridge;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.MethodKind;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.Rpc;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A schema from the configuration; read when it is first asked for. */
final class GivenSchema implements SchemaSource, SchemaSource.Kinds {
    private final Rpc.Schema given;
    private @Nullable Descriptors descriptors;
    private String fault = "";

    GivenSchema(Rpc.Schema given) {
        this.given = given;
    }

    @Override
    public void find(String path, Worker worker, Receiver receiver) {
        Descriptors known = descriptors();
        if (known == null) {
            receiver.onNone(
                    new ConnectException(
                            Code.INTERNAL,
                            "the descriptors in " + given.source() + " are of no use: " + fault));
            return;
        }
        MethodTypes types = known.find(path);
        if (types == null) {
            receiver.onNone(
                    new ConnectException(
                            Code.UNIMPLEMENTED,
                            "there is no method " + path + " in " + given.source()));
        } else {
            receiver.onTypes(types);
        }
    }

    @Override
    public MethodKind kind(String path) {
        Descriptors known = descriptors();
        MethodTypes types = known == null ? null : known.find(path);
        return types == null ? MethodKind.UNARY : types.kind();
    }

    private synchronized @Nullable Descriptors descriptors() {
        if (descriptors == null && fault.isEmpty()) {
            try {
                byte[] bytes = Base64.getDecoder().decode(given.descriptors());
                descriptors = Descriptors.link(FileDescriptorSet.parseFrom(bytes).getFileList());
            } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
                fault = "no FileDescriptorSet: " + e.getMessage();
            } catch (Descriptors.SchemaException e) {
                fault = String.valueOf(e.getMessage());
            }
        }
        return descriptors;
    }

    @Override
    public void doubt() {} // what was given stands until something else is
}
