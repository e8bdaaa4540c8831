package dev.maneki.connect.protoc;

import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse.Feature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From a request of protoc to its response: for each service {@code S} the interface {@code S}, the
 * class {@code SClient}, and {@code SAsync} unless it is switched off.
 *
 * <p>The same request gives the same bytes: order is the files' own, and nothing of the machine or
 * the day goes in.
 */
final class Generator {
    private Generator() {}

    static CodeGeneratorResponse generate(CodeGeneratorRequest request) {
        CodeGeneratorResponse.Builder response =
                CodeGeneratorResponse.newBuilder()
                        .setSupportedFeatures(
                                Feature.FEATURE_PROTO3_OPTIONAL_VALUE
                                        | Feature.FEATURE_SUPPORTS_EDITIONS_VALUE)
                        .setMinimumEdition(Edition.EDITION_PROTO2_VALUE)
                        .setMaximumEdition(Edition.EDITION_2024_VALUE);
        try {
            response.addAllFile(files(request, Options.parse(request.getParameter())));
        } catch (GenerationException e) {
            response.clearFile().setError(e.getMessage());
        }
        return response.build();
    }

    private static List<CodeGeneratorResponse.File> files(
            CodeGeneratorRequest request, Options options) {
        Map<String, FileDescriptor> known = link(request.getProtoFileList());
        List<CodeGeneratorResponse.File> files = new ArrayList<>();
        for (String name : request.getFileToGenerateList()) {
            FileDescriptor file = known.get(name);
            if (file == null) {
                throw new GenerationException(name + " is asked for, and not in the request");
            }
            for (ServiceDescriptor service : file.getServices()) {
                ServiceModel model = ServiceModel.of(service, known.values());
                files.add(model.file(model.name(), InterfaceWriter.blocking(model)));
                files.add(model.file(model.clientName(), ClientWriter.write(model, options)));
                if (options.async()) {
                    files.add(model.file(model.asyncName(), InterfaceWriter.async(model)));
                }
            }
        }
        checkDistinct(files);
        return files;
    }

    /** protoc sends files behind those that they import. */
    private static Map<String, FileDescriptor> link(List<FileDescriptorProto> protos) {
        Map<String, FileDescriptor> known = new HashMap<>();
        for (FileDescriptorProto proto : protos) {
            FileDescriptor[] imports =
                    proto.getDependencyList().stream()
                            .map(known::get)
                            .filter(file -> file != null)
                            .toArray(FileDescriptor[]::new);
            try {
                known.put(proto.getName(), FileDescriptor.buildFrom(proto, imports, true));
            } catch (DescriptorValidationException e) {
                throw new GenerationException(proto.getName() + ": " + e.getMessage());
            }
        }
        return known;
    }

    private static void checkDistinct(List<CodeGeneratorResponse.File> files) {
        Set<String> names = new HashSet<>();
        for (CodeGeneratorResponse.File file : files) {
            if (!names.add(file.getName())) {
                throw new GenerationException(
                        file.getName()
                                + " would be written twice: rename a service, or give its file"
                                + " another java_package");
            }
        }
    }
}
