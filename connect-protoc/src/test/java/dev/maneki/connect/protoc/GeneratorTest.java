package dev.maneki.connect.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    @Test
    void aServiceBecomesAnInterfaceAClientAndAnAsynchronousInterface() {
        CodeGeneratorResponse response = generate("", file(method("Say", false, false)));

        assertThat(response.getError()).isEmpty();
        assertThat(response.getFileList())
                .extracting(CodeGeneratorResponse.File::getName)
                .containsExactly(
                        "org/example/Talk.java",
                        "org/example/TalkClient.java",
                        "org/example/TalkAsync.java");
    }

    @Test
    void theSameRequestGivesTheSameBytes() {
        FileDescriptorProto file = file(method("Say", false, false), method("Hear", true, true));

        assertThat(generate("", file)).isEqualTo(generate("", file));
    }

    @Test
    void everyKindHasItsShape() {
        FileDescriptorProto file =
                file(
                        method("One", false, false),
                        method("Up", true, false),
                        method("Down", false, true),
                        method("Both", true, true));

        assertThat(content(file, "Talk"))
                .contains("default Out one(In request, ServerCall call) throws Exception {")
                .contains("default Out up(Requests<In> requests, ServerCall call)")
                .contains(
                        "default void down(In request, Responses<Out> responses, ServerCall call)")
                .contains(
                        "default void both(Requests<In> requests, Responses<Out> responses,"
                                + " ServerCall call)")
                .contains(".unary(ONE, implementation::one)")
                .contains(".bidiStream(BOTH, implementation::both)");
        assertThat(content(file, "TalkClient"))
                .contains("public Out one(In request)")
                .contains("public ClientStream<In, Out> up()")
                .contains("public ServerStream<Out> down(In request, CallOptions options)")
                .contains("public BidiStream<In, Out> both(CallOptions options)")
                .contains("public CompletableFuture<Out> upAsync(Flow.Publisher<In> requests)")
                .contains("return client.serverStreamFlow(Talk.DOWN, request, options)")
                .contains("public Flow.Publisher<Out> bothFlow(Flow.Publisher<In> requests)");
        assertThat(content(file, "TalkAsync"))
                .contains("default CompletionStage<Out> one(In request, ServerCall call)")
                .contains("default Flow.Publisher<Out> both(Flow.Publisher<In> requests");
    }

    @Test
    void aCommentCannotLeaveItsComment() {
        Location location =
                Location.newBuilder()
                        .addAllPath(List.of(6, 0, 2, 0))
                        .setLeadingComments(
                                " Says */ class Evil {} \\u002a/ <b>&amp;\n\n Twice, {@code x}.\n")
                        .build();
        FileDescriptorProto file =
                file(method("Say", false, false)).toBuilder()
                        .setSourceCodeInfo(SourceCodeInfo.newBuilder().addLocation(location))
                        .build();

        String content = content(file, "Talk");
        assertThat(content)
                .contains(
                        "     * Says *&#47; class Evil &#123;&#125; &#92;u002a/ &lt;b&gt;&amp;amp;")
                .contains("     * <p>Twice, &#123;&#64;code x&#125;.")
                .doesNotContain("*/ class");
    }

    @Test
    void namesThatJavaKeepsForItselfGetAnUnderscore() {
        String content =
                content(
                        file(
                                method("Import", false, false),
                                method("GetURLPart", false, false),
                                method("get_url_part", false, false),
                                method("Wait", true, false)),
                        "Talk");

        assertThat(content)
                .contains(" import_(In")
                .contains(" wait_(")
                .contains(" getURLPart(")
                .contains(" getUrlPart(")
                .contains("> GET_URL_PART =")
                .contains("> GET_URL_PART_2 =");
    }

    @Test
    void aMethodWithoutSideEffectsSaysSo() {
        MethodDescriptorProto method =
                method("Say", false, false).toBuilder()
                        .setOptions(
                                MethodOptions.newBuilder()
                                        .setIdempotencyLevel(
                                                MethodOptions.IdempotencyLevel.NO_SIDE_EFFECTS)
                                        .setDeprecated(true))
                        .build();

        assertThat(content(file(method), "Talk"))
                .contains("Idempotency.NO_SIDE_EFFECTS")
                .contains("@Deprecated\n    default Out say");
    }

    @Test
    void theAsynchronousFormsCanBeLeftOut() {
        CodeGeneratorResponse response = generate("async=false", file(method("Say", false, false)));

        assertThat(response.getFileList()).hasSize(2);
        assertThat(response.getFile(1).getContent()).doesNotContain("Async");
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThat(generate("asink", file(method("Say", false, false))).getError())
                .isEqualTo(
                        "unknown option 'asink': there is async=true (the default) and async=false");
    }

    @Test
    void aMessageThatHasTheNameOfTheClientIsRefused() {
        FileDescriptorProto file =
                file(method("Say", false, false)).toBuilder()
                        .addMessageType(DescriptorProto.newBuilder().setName("TalkClient"))
                        .build();

        assertThat(generate("", file).getError()).contains("talk.proto", "example.TalkClient");
    }

    private static String content(FileDescriptorProto file, String className) {
        CodeGeneratorResponse response = generate("", file);
        assertThat(response.getError()).isEmpty();
        return response.getFileList().stream()
                .filter(written -> written.getName().equals("org/example/" + className + ".java"))
                .findFirst()
                .orElseThrow()
                .getContent();
    }

    private static CodeGeneratorResponse generate(String options, FileDescriptorProto file) {
        return Generator.generate(
                CodeGeneratorRequest.newBuilder()
                        .setParameter(options)
                        .addFileToGenerate(file.getName())
                        .addProtoFile(file)
                        .build());
    }

    private static FileDescriptorProto file(MethodDescriptorProto... methods) {
        return FileDescriptorProto.newBuilder()
                .setName("talk.proto")
                .setPackage("example")
                .setSyntax("proto3")
                .setOptions(
                        FileOptions.newBuilder()
                                .setJavaPackage("org.example")
                                .setJavaMultipleFiles(true))
                .addMessageType(DescriptorProto.newBuilder().setName("In"))
                .addMessageType(DescriptorProto.newBuilder().setName("Out"))
                .addService(
                        ServiceDescriptorProto.newBuilder()
                                .setName("Talk")
                                .addAllMethod(List.of(methods)))
                .build();
    }

    private static MethodDescriptorProto method(String name, boolean in, boolean out) {
        return MethodDescriptorProto.newBuilder()
                .setName(name)
                .setInputType(".example.In")
                .setOutputType(".example.Out")
                .setClientStreaming(in)
                .setServerStreaming(out)
                .build();
    }
}
