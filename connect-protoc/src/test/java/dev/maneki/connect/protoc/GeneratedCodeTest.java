package dev.maneki.connect.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.GeneratorNames;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import dev.maneki.connect.MethodSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is written compiles without a warning, however the names in the .proto file clash. In place
 * of protoc's messages stand empty classes of the same names.
 */
class GeneratedCodeTest {
    private static final String SEPARATE =
            "options { java_package: 'org.example' java_multiple_files: true }";
    private static final String NESTED = "options { java_package: 'org.example' }";
    private static final String UNNAMED = "";

    @TempDir private Path classes;

    @ParameterizedTest
    @ValueSource(strings = {SEPARATE, NESTED, UNNAMED})
    void servicesMayBeCalledAsClassesOfJavaOrOfTheLibrary(String options) throws Exception {
        compile(
                options,
                messages("In", "Out"),
                words(
                                "Object String Override Deprecated Exception Void Iterable Client "
                                        + "CallOptions Service MethodSpec MethodKind ServerCall "
                                        + "ConnectException Flow Requests CompletionStage NullMarked "
                                        + "lowercase")
                        .stream()
                        .map(name -> service(name, allKinds("In", "Out")))
                        .collect(Collectors.joining()));
    }

    @ParameterizedTest
    @ValueSource(strings = {SEPARATE, NESTED, UNNAMED})
    void messagesMayBeCalledAsClassesOfJavaOrOfTheLibrary(String options) throws Exception {
        String[] names =
                words(
                                "Object String Deprecated Exception Client CallOptions Service "
                                        + "MethodSpec MethodKind Idempotency ServerCall ConnectException "
                                        + "Flow Requests Responses ServerStream CompletableFuture "
                                        + "NullMarked")
                        .toArray(String[]::new);
        StringBuilder services = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            String other = names[(i + 1) % names.length];
            services.append(service("Serves" + i, allKinds(names[i], other)));
        }
        compile(options, messages(names), services.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {SEPARATE, NESTED, UNNAMED})
    void methodsMayHaveAnyName(String options) throws Exception {
        StringBuilder methods = new StringBuilder();
        for (String name :
                words(
                        "service getClass default NAME name wait notifyAll hashCode "
                                + "toString finalize clone equals record var yield sealed true null "
                                + "_ __ _1 client Say SayAsync say Say_Async IN TALK Talk")) {
            methods.append(method(name, "IN", "IN", false, false));
        }
        compile(options, messages("IN"), service("Talks", methods.toString()));
    }

    @Test
    void aMessageInItsFilesClassMayHaveTheNameOfAWrittenClass() throws Exception {
        compile(
                NESTED,
                messages("TalksClient", "TalksAsync"),
                service("Talks", allKinds("TalksClient", "TalksAsync")));
    }

    @Test
    void aTypeBesideTheWrittenClassesMayNot() throws Exception {
        FileDescriptorProto file =
                file(
                        SEPARATE,
                        messages("In")
                                + "enum_type { name: 'TalksAsync' value { name: 'A' number: 0 } }",
                        service("Talks", allKinds("In", "In")));

        assertThat(generate(file).getError()).contains("the enum example.TalksAsync");
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    private void compile(String options, String messages, String services) throws Exception {
        if (options.equals(UNNAMED)) {
            compile(file("", messages, services).toBuilder().clearPackage().build());
        } else {
            compile(file(options, messages, services));
        }
    }

    private void compile(FileDescriptorProto proto) throws DescriptorValidationException {
        CodeGeneratorResponse response = generate(proto);
        assertThat(response.getError()).isEmpty();
        Map<String, String> sources = new TreeMap<>(stubs(proto));
        for (CodeGeneratorResponse.File file : response.getFileList()) {
            sources.put(file.getName(), file.getContent());
        }
        List<Source> files = new ArrayList<>();
        sources.forEach((name, text) -> files.add(new Source(name, text)));
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled =
                compiler.getTask(
                                null,
                                null,
                                found,
                                List.of(
                                        "-Xlint:all,-classfile",
                                        "-Werror",
                                        "-proc:none",
                                        "-d",
                                        classes.toString(),
                                        "-classpath",
                                        classPath()),
                                null,
                                files)
                        .call();
        assertThat(found.getDiagnostics()).isEmpty();
        assertThat(compiled).isTrue();
    }

    /** What protoc would write of it, as far as it is used here. */
    private static Map<String, String> stubs(FileDescriptorProto proto)
            throws DescriptorValidationException {
        FileDescriptor file = FileDescriptor.buildFrom(proto, new FileDescriptor[0]);
        String fileClass = GeneratorNames.getFileClassName(file);
        String javaPackage = GeneratorNames.getFileJavaPackage(file);
        StringBuilder nested = new StringBuilder();
        Map<String, String> stubs = new LinkedHashMap<>();
        for (Descriptor message : file.getMessageTypes()) {
            String name = message.getName();
            String body =
                    "abstract class "
                            + name
                            + " implements com.google.protobuf.Message {"
                            + ("private " + name + "() {}")
                            + (" public static " + name + " getDefaultInstance() {")
                            + " throw new java.lang.AssertionError(); } }\n";
            if (GeneratorNames.getQualifiedClassName(message).contains(fileClass + ".")) {
                nested.append("public static ").append(body);
            } else {
                put(stubs, javaPackage, name, "public " + body);
            }
        }
        put(
                stubs,
                javaPackage,
                fileClass,
                "public final class "
                        + fileClass
                        + " { private "
                        + fileClass
                        + "() {}"
                        + " public static com.google.protobuf.Descriptors.FileDescriptor"
                        + " getDescriptor() { throw new java.lang.AssertionError(); }\n"
                        + (nested + "}"));
        return stubs;
    }

    private static void put(
            Map<String, String> stubs, String javaPackage, String name, String text) {
        boolean unnamed = javaPackage.isEmpty();
        stubs.put(
                (unnamed ? "" : javaPackage.replace('.', '/') + "/") + name + ".java",
                (unnamed ? "" : "package " + javaPackage + ";\n") + text);
    }

    private static String classPath() {
        return Stream.of(MethodSpec.class, Message.class, NullMarked.class)
                .map(of -> Path.of(location(of)).toString())
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    private static URI location(Class<?> of) {
        return URI.create(of.getProtectionDomain().getCodeSource().getLocation().toString());
    }

    private static CodeGeneratorResponse generate(FileDescriptorProto file) {
        return Generator.generate(
                CodeGeneratorRequest.newBuilder()
                        .addFileToGenerate(file.getName())
                        .addProtoFile(file)
                        .build());
    }

    private static FileDescriptorProto file(String options, String messages, String services)
            throws TextFormat.ParseException {
        return TextFormat.parse(
                "name: 'talk.proto' package: 'example' syntax: 'proto3' "
                        + options
                        + messages
                        + services,
                FileDescriptorProto.class);
    }

    private static String messages(String... names) {
        return Stream.of(names)
                .map(name -> "message_type { name: '" + name + "' }\n")
                .collect(Collectors.joining());
    }

    private static String service(String name, String methods) {
        return "service { name: '" + name + "'\n" + methods + "}\n";
    }

    private static String allKinds(String input, String output) {
        return method("One", input, output, false, false)
                + method("Up", input, output, true, false)
                + method("Down", input, output, false, true)
                + method("Both", input, output, true, true);
    }

    private static String method(
            String name, String input, String output, boolean up, boolean down) {
        // No leading dot: the name is resolved in the scope of the file, with a package or without.
        return "method { name: '%s' input_type: '%s' output_type: '%s'"
                        .formatted(name, input, output)
                + " client_streaming: %s server_streaming: %s }\n".formatted(up, down);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
