package dev.maneki.connect.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.GeneratorNames;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A service with its Java names.
 *
 * @param fullName as {@code connectrpc.eliza.v1.ElizaService}
 * @param javaPackage empty for the unnamed one
 * @param fileClass what protoc writes for the file, qualified: it has the descriptor
 * @param neighbors the simple names of the classes of its package that are known
 * @param name the interface's simple name
 * @param comment what stands before it in the .proto file, empty if nothing does
 */
record ServiceModel(
        String protoFile,
        String fullName,
        String javaPackage,
        String fileClass,
        Set<String> neighbors,
        String name,
        String comment,
        boolean deprecated,
        List<MethodModel> methods) {

    /**
     * Names a service.
     *
     * @param known all the files there are, as classes of one package see each other
     */
    static ServiceModel of(ServiceDescriptor service, Collection<FileDescriptor> known) {
        String javaPackage = GeneratorNames.getFileJavaPackage(service.getFile());
        Comments comments = new Comments(service.getFile());
        List<MethodModel> methods = new ArrayList<>();
        String fileClass = qualify(javaPackage, GeneratorNames.getFileClassName(service.getFile()));
        Set<String> constants = new HashSet<>(Set.of("NAME"));
        addParts(constants, fileClass);
        for (MethodDescriptor method : service.getMethods()) {
            addParts(constants, GeneratorNames.getQualifiedClassName(method.getInputType()));
            addParts(constants, GeneratorNames.getQualifiedClassName(method.getOutputType()));
        }
        Set<String> javaNames = new HashSet<>();
        for (MethodDescriptor method : service.getMethods()) {
            methods.add(
                    MethodModel.of(
                            method,
                            unique(constants, JavaNames.constant(method.getName())),
                            unique(
                                    javaNames,
                                    JavaNames.method(method.getName()),
                                    MethodModel.kind(method).suffix()),
                            comments.of(service.getIndex(), method.getIndex())));
        }
        ServiceModel model =
                new ServiceModel(
                        service.getFile().getName(),
                        service.getFullName(),
                        javaPackage,
                        fileClass,
                        neighbors(javaPackage, known),
                        service.getName(),
                        comments.of(service.getIndex()),
                        service.getOptions().getDeprecated(),
                        methods);
        model.checkFree(fileClass, "class of the file");
        for (Descriptor message : service.getFile().getMessageTypes()) {
            model.checkFree(
                    GeneratorNames.getQualifiedClassName(message),
                    "message " + message.getFullName());
        }
        for (EnumDescriptor type : service.getFile().getEnumTypes()) {
            model.checkFree(
                    GeneratorNames.getQualifiedClassName(type), "enum " + type.getFullName());
        }
        return model;
    }

    /** In an expression, a constant hides what is called alike (JLS 6.4.2). */
    private static void addParts(Set<String> taken, String qualified) {
        taken.addAll(List.of(qualified.split("\\.")));
    }

    private static Set<String> neighbors(String javaPackage, Collection<FileDescriptor> known) {
        Set<String> names = new HashSet<>();
        for (FileDescriptor file : known) {
            if (!GeneratorNames.getFileJavaPackage(file).equals(javaPackage)) {
                continue;
            }
            names.add(GeneratorNames.getFileClassName(file));
            file.getServices().forEach(service -> names.add(service.getName()));
            // Others are within the file's class.
            for (Descriptor message : file.getMessageTypes()) {
                addIfIn(javaPackage, GeneratorNames.getQualifiedClassName(message), names);
            }
            for (EnumDescriptor type : file.getEnumTypes()) {
                addIfIn(javaPackage, GeneratorNames.getQualifiedClassName(type), names);
            }
        }
        return names;
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

    private static void addIfIn(String javaPackage, String qualified, Set<String> names) {
        String simple = qualified.substring(qualified.lastIndexOf('.') + 1);
        if (qualified.equals(qualify(javaPackage, simple))) {
            names.add(simple);
        }
    }

    private void checkFree(String className, String what) {
        if (className.equals(qualify(javaPackage, clientName()))
                || className.equals(qualify(javaPackage, asyncName()))) {
            throw new GenerationException(
                    protoFile
                            + ": the "
                            + what
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

    /** Unique, and so is what the client's other form of it is called. */
    private static String unique(Set<String> taken, String wanted, String suffix) {
        String name = wanted;
        for (int i = 2; taken.contains(name) || taken.contains(name + suffix); i++) {
            name = wanted + "_" + i;
        }
        taken.addAll(List.of(name, name + suffix));
        return name;
    }

    private static String unique(Set<String> taken, String wanted) {
        String name = wanted;
        for (int i = 2; !taken.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}
