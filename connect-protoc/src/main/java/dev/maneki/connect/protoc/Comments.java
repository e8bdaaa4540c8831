package dev.maneki.connect.protoc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What people wrote before services and methods. */
final class Comments {
    private final Map<List<Integer>, String> byPath = new HashMap<>();

    Comments(FileDescriptor file) {
        for (Location location : file.toProto().getSourceCodeInfo().getLocationList()) {
            String text =
                    location.hasLeadingComments()
                            ? location.getLeadingComments()
                            : location.getTrailingComments();
            if (!text.isBlank()) {
                byPath.put(List.copyOf(location.getPathList()), text);
            }
        }
    }

    /** The comment of a service, empty if there is none. */
    String of(int service) {
        return byPath.getOrDefault(List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, service), "");
    }

    /** The comment of a method, empty if there is none. */
    String of(int service, int method) {
        List<Integer> path =
                List.of(
                        FileDescriptorProto.SERVICE_FIELD_NUMBER,
                        service,
                        ServiceDescriptorProto.METHOD_FIELD_NUMBER,
                        method);
        return byPath.getOrDefault(path, "");
    }
}
