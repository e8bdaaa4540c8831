package dev.maneki.connect.protoc;

import dev.maneki.connect.protoc.MethodModel.Kind;

/** Writes what a server implements: {@code S}, which blocks, and {@code SAsync}, which must not. */
final class InterfaceWriter {
    private static final String LIBRARY = "dev.maneki.connect.";

    private final ServiceModel service;
    private final JavaSource source;
    private final boolean async;

    private InterfaceWriter(ServiceModel service, boolean async) {
        this.service = service;
        this.async = async;
        this.source = new JavaSource(service, async ? service.asyncName() : service.name());
    }

    static String blocking(ServiceModel service) {
        return new InterfaceWriter(service, false).write();
    }

    static String async(ServiceModel service) {
        return new InterfaceWriter(service, true).write();
    }

    private String write() {
        String name = async ? service.asyncName() : service.name();
        source.doc(
                service.comment(),
                "The service " + service.fullName() + (async ? ", served without blocking." : "."));
        if (service.deprecated()) {
            source.line("@" + source.name("java.lang.Deprecated"));
        }
        source.line("@" + source.name("org.jspecify.annotations.NullMarked"));
        source.line("public interface " + name + " {");
        if (!async) {
            source.line("/** The service's full name. */");
            source.line(source.name("java.lang.String") + " NAME = \"" + service.fullName() + "\";")
                    .line("");
            service.methods().forEach(this::constant);
        }
        service.methods().forEach(this::handler);
        factory(name);
        source.line("}");
        return source.text(service.protoFile());
    }

    private void constant(MethodModel method) {
        String types =
                "<" + source.name(method.input()) + ", " + source.name(method.output()) + ">";
        source.line("/** What is known of " + method.name() + " before it is called. */");
        String spec = source.name(LIBRARY + "MethodSpec");
        source.line(spec + types + " " + method.constant() + " =");
        source.more(spec + ".of(");
        source.more("        NAME,");
        source.more("        \"" + method.name() + "\",");
        source.more(
                "        "
                        + source.name(LIBRARY + "MethodKind")
                        + "."
                        + method.kind().name()
                        + ",");
        source.more(
                "        "
                        + source.name(LIBRARY + "Idempotency")
                        + "."
                        + method.idempotency()
                        + ",");
        source.more("        " + source.name(method.input()) + ".getDefaultInstance(),");
        source.more("        " + source.name(method.output()) + ".getDefaultInstance());");
        source.line("");
    }

    private void handler(MethodModel method) {
        source.doc(method.comment(), "Serves " + method.name() + ".");
        if (method.deprecated()) {
            source.line("@" + source.name("java.lang.Deprecated"));
        }
        String call = source.name(LIBRARY + "ServerCall") + " call";
        String exception = source.name("java.lang.Exception");
        source.line(
                "default "
                        + result(method)
                        + " "
                        + method.javaName()
                        + "("
                        + parameters(method)
                        + ", "
                        + call
                        // So that what it calls may throw: the router answers for it.
                        + (async ? ") {" : ") throws " + exception + " {"));
        source.line(
                "throw "
                        + source.name(LIBRARY + "ConnectException")
                        + ".unimplemented("
                        + constantOf(method)
                        + ");");
        source.line("}").line("");
    }

    private String constantOf(MethodModel method) {
        return (async ? source.name(service.qualifiedName()) + "." : "") + method.constant();
    }

    private String result(MethodModel method) {
        String output = source.name(method.output());
        if (async) {
            return method.kind() == Kind.UNARY || method.kind() == Kind.CLIENT_STREAM
                    ? source.name("java.util.concurrent.CompletionStage") + "<" + output + ">"
                    : source.name("java.util.concurrent.Flow") + ".Publisher<" + output + ">";
        }
        return method.kind() == Kind.UNARY || method.kind() == Kind.CLIENT_STREAM ? output : "void";
    }

    private String parameters(MethodModel method) {
        String input = source.name(method.input());
        boolean stream = method.kind() == Kind.CLIENT_STREAM || method.kind() == Kind.BIDI_STREAM;
        String request = input + " request";
        if (async) {
            return stream
                    ? source.name("java.util.concurrent.Flow")
                            + ".Publisher<"
                            + input
                            + "> requests"
                    : request;
        }
        String in =
                stream ? source.name(LIBRARY + "Requests") + "<" + input + "> requests" : request;
        return method.kind() == Kind.SERVER_STREAM || method.kind() == Kind.BIDI_STREAM
                ? in
                        + ", "
                        + source.name(LIBRARY + "Responses")
                        + "<"
                        + source.name(method.output())
                        + "> responses"
                : in;
    }

    private void factory(String name) {
        String type = source.name(LIBRARY + "Service");
        source.line("/** The service as a router takes it, served by that implementation. */");
        source.line("static " + type + " service(" + name + " implementation) {");
        source.line("return " + type + ".builder(");
        source.more("        " + source.name(service.fileClass()) + ".getDescriptor()");
        source.more("                .findServiceByName(\"" + service.name() + "\"))");
        for (MethodModel method : service.methods()) {
            source.more(
                    "."
                            + method.kind().javaName
                            + (async ? "Async" : "")
                            + "("
                            + constantOf(method)
                            + ", implementation::"
                            + method.javaName()
                            + ")");
        }
        source.more(".build();").line("}");
    }
}
