package dev.maneki.connect.protoc;

import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.JavaFeaturesProto;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The program that protoc and buf run. */
public final class Main {
    private Main() {}

    /**
     * Reads the request, writes the response.
     *
     * @param args none are understood: options come in the request
     * @throws IOException if protoc goes away
     */
    public static void main(String[] args) throws IOException {
        if (args.length > 0) {
            System.err.println(
                    "this is a plugin for protoc and buf, which run it by themselves: protoc"
                            + " --plugin=protoc-gen-maneki-connect=PATH"
                            + " --maneki-connect_out=DIRECTORY FILE.proto");
            System.exit(2);
        }
        // First: the Java features, when they are initialised before it, find it half made.
        DescriptorProtos.getDescriptor();
        ExtensionRegistry extensions = ExtensionRegistry.newInstance();
        // Where a message's class is nested is an option that is an extension.
        JavaFeaturesProto.registerAllExtensions(extensions);
        CodeGeneratorRequest request =
                CodeGeneratorRequest.parseFrom(new BufferedInputStream(System.in), extensions);
        try (OutputStream output = new FileOutputStream(FileDescriptor.out)) {
            Generator.generate(request).writeTo(output);
        }
    }
}
