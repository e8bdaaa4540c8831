package dev.maneki.proxy.bridge;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.maneki.connect.MessageType;
import dev.maneki.connect.MethodKind;
import dev.maneki.connect.codec.JsonCodec;
import dev.maneki.connect.codec.TypeRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods that .proto files declare, by path. Immutable, thread-safe. */
final class Descriptors {
    private final Map<String, MethodTypes> methods;

    private Descriptors(Map<String, MethodTypes> methods) {
        this.methods = methods;
    }

    /**
     * Links files to each other.
     *
     * @param files with all that they import
     * @throws SchemaException if one is missing, imports itself, or is malformed
     */
    static Descriptors link(Collection<FileDescriptorProto> files) {
        Map<String, FileDescriptorProto> byName = new LinkedHashMap<>();
        files.forEach(each -> byName.put(each.getName(), each));
        Linking linking = new Linking(byName);
        TypeRegistry.Builder types = TypeRegistry.builder();
        byName.keySet().forEach(name -> types.add(linking.file(name)));
        JsonCodec json = JsonCodec.of(types.build());
        Map<String, MethodTypes> methods = new HashMap<>();
        for (FileDescriptor file : linking.linked.values()) {
            for (ServiceDescriptor service : file.getServices()) {
                for (MethodDescriptor method : service.getMethods()) {
                    methods.put(
                            "/" + service.getFullName() + "/" + method.getName(),
                            new MethodTypes(
                                    kind(method),
                                    MessageType.of(
                                            DynamicMessage.getDefaultInstance(
                                                    method.getInputType())),
                                    MessageType.of(
                                            DynamicMessage.getDefaultInstance(
                                                    method.getOutputType())),
                                    json));
                }
            }
        }
        return new Descriptors(Map.copyOf(methods));
    }

    private static MethodKind kind(MethodDescriptor method) {
        if (method.isClientStreaming()) {
            return method.isServerStreaming() ? MethodKind.BIDI_STREAM : MethodKind.CLIENT_STREAM;
        }
        return method.isServerStreaming() ? MethodKind.SERVER_STREAM : MethodKind.UNARY;
    }

    /** The method of that path, or null. */
    @Nullable MethodTypes find(String path) {
        return methods.get(path);
    }

    /** A schema that cannot be used; the message says why. */
    static final class SchemaException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SchemaException(String message) {
            super(message);
        }
    }

    private static final class Linking {
        private final Map<String, FileDescriptorProto> sources;
        private final Map<String, FileDescriptor> linked = new HashMap<>();
        private final Set<String> open = new HashSet<>();

        Linking(Map<String, FileDescriptorProto> sources) {
            this.sources = sources;
        }

        FileDescriptor file(String name) {
            FileDescriptor known = linked.get(name);
            if (known != null) {
                return known;
            }
            FileDescriptorProto source = sources.get(name);
            if (source == null) {
                throw new SchemaException("the file " + name + " is imported and not there");
            }
            if (!open.add(name)) {
                throw new SchemaException("the file " + name + " imports itself");
            }
            FileDescriptor[] imports =
                    source.getDependencyList().stream()
                            .map(this::file)
                            .toArray(FileDescriptor[]::new);
            try {
                FileDescriptor file = FileDescriptor.buildFrom(source, imports);
                linked.put(name, file);
                return file;
            } catch (DescriptorValidationException e) {
                throw new SchemaException(String.valueOf(e.getMessage()));
            }
        }
    }
}
