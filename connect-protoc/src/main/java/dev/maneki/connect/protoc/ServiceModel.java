package dev.maneki.connect.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.GeneratorNames;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A service with its Java names.
 *
 * @param fullName as {@code connectrpc.eliza.v1.ElizaService}
 * @param javaPackage empty for the unnamed one
 * @param fileClass what protoc writes for the file, qualified: it has the descriptor
 * @param name the interface's simple name
 * @param comment what stands before it in the .proto file, empty if nothing does
 */
record ServiceModel(
        String protoFile,
        String fullName,
        String javaPackage,
        String fileClass,
        String name,
        String comment,
        boolean deprecated,
        List<MethodModel> methods) {

    static ServiceModel of(ServiceDescriptor service) {
        String javaPackage = GeneratorNames.getFileJavaPackage(service.getFile());
        Comments comments = new Comments(service.getFile());
        List<MethodModel> methods = new ArrayList<>();
        Set<String> constants = new HashSet<>();
        Set<String> javaNames = new HashSet<>();
        for (MethodDescriptor method : service.getMethods()) {
            methods.add(
                    MethodModel.of(
                            method,
                            unique(constants, JavaNames.constant(method.getName())),
                            unique(javaNames, JavaNames.method(method.getName())),
                            comments.of(service.getIndex(), method.getIndex())));
        }
        ServiceModel model =
                new ServiceModel(
                        service.getFile().getName(),
                        service.getFullName(),
                        javaPackage,
                        qualify(javaPackage, GeneratorNames.getFileClassName(service.getFile())),
                        service.getName(),
                        comments.of(service.getIndex()),
                        service.getOptions().getDeprecated(),
                        methods);
        for (Descriptor message : service.getFile().getMessageTypes()) {
            model.checkFree(message.getName(), message.getFullName());
        }
        return model;
    }

    String clientName() {
        return name + "Client";
    }

    String asyncName() {
        return name + "Async";
    }

    CodeGeneratorResponse.File file(String className, String content) {
        String directory = javaPackage.isEmpty() ? "" : javaPackage.replace('.', '/') + "/";
        return CodeGeneratorResponse.File.newBuilder()
                .setName(directory + className + ".java")
                .setContent(content)
                .build();
    }

    private void checkFree(String messageName, String messageFullName) {
        if (messageName.equals(clientName()) || messageName.equals(asyncName())) {
            throw new GenerationException(
                    protoFile
                            + ": the message "
                            + messageFullName
                            + " has the name of a class that is written for the service "
                            + fullName
                            + ": rename one of them");
        }
    }

    /** Its interface's name, qualified. */
    String qualifiedName() {
        return qualify(javaPackage, name);
    }

    private static String qualify(String javaPackage, String simple) {
        return javaPackage.isEmpty() ? simple : javaPackage + "." + simple;
    }

    private static String unique(Set<String> taken, String wanted) {
        String name = wanted;
        for (int i = 2; !taken.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}
