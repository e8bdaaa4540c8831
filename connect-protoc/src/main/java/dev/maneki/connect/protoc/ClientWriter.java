package dev.maneki.connect.protoc;

import dev.maneki.connect.protoc.MethodModel.Kind;

/** Writes {@code SClient}, by which a service is called. */
final class ClientWriter {
    private static final String LIBRARY = "dev.maneki.connect.";

    private final ServiceModel service;
    private final Options options;
    private final JavaSource source;

    private ClientWriter(ServiceModel service, Options options) {
        this.service = service;
        this.options = options;
        this.source = new JavaSource(service, service.clientName());
    }

    static String write(ServiceModel service, Options options) {
        return new ClientWriter(service, options).write();
    }

    private String write() {
        String client = source.name(LIBRARY + "Client");
        String name = service.clientName();
        source.doc(service.comment(), "Calls the service " + service.fullName() + ". Thread-safe.");
        if (service.deprecated()) {
            source.line("@" + source.name("java.lang.Deprecated"));
        }
        source.line("@" + source.name("org.jspecify.annotations.NullMarked"));
        source.line("public final class " + name + " {");
        source.line("private final " + client + " client;").line("");
        source.line("/** Calls by that client, which many may share. */");
        source.line("public " + name + "(" + client + " client) {");
        source.line("this.client = client;").line("}");
        for (MethodModel method : service.methods()) {
            call(method, "", result(method), parameter(method), argument(method));
            if (options.async()) {
                call(
                        method,
                        method.kind().suffix(),
                        asyncResult(method),
                        asyncParameter(method),
                        asyncArgument(method));
            }
        }
        source.line("}");
        return source.text(service.protoFile());
    }

    /** A method without options, and the one with. */
    private void call(
            MethodModel method, String suffix, String result, String parameter, String argument) {
        String callOptions = source.name(LIBRARY + "CallOptions");
        String known = "Calls " + method.name() + (suffix.isEmpty() ? "." : " without blocking.");
        String javaName = method.javaName() + suffix;
        String separator = parameter.isEmpty() ? "" : ", ";
        String spec = source.name(service.qualifiedName()) + "." + method.constant();

        source.line("").doc(method.comment(), known);
        deprecated(method);
        source.line("public " + result + " " + javaName + "(" + parameter + ") {");
        source.line("return " + javaName + "(" + argument + separator + callOptions + ".DEFAULT);");
        source.line("}");

        source.line("").doc(method.comment(), known);
        deprecated(method);
        source.line(
                "public "
                        + result
                        + " "
                        + javaName
                        + "("
                        + parameter
                        + separator
                        + callOptions
                        + " options) {");
        source.line(
                "return client."
                        + method.kind().javaName
                        + suffix
                        + "("
                        + spec
                        + ", "
                        + argument
                        + separator
                        + "options);");
        source.line("}");
    }

    private void deprecated(MethodModel method) {
        if (method.deprecated()) {
            source.line("@" + source.name("java.lang.Deprecated"));
        }
    }

    private String result(MethodModel method) {
        String input = source.name(method.input());
        String output = source.name(method.output());
        return switch (method.kind()) {
            case UNARY -> output;
            case SERVER_STREAM -> source.name(LIBRARY + "ServerStream") + "<" + output + ">";
            case CLIENT_STREAM ->
                    source.name(LIBRARY + "ClientStream") + "<" + input + ", " + output + ">";
            case BIDI_STREAM ->
                    source.name(LIBRARY + "BidiStream") + "<" + input + ", " + output + ">";
        };
    }

    private String parameter(MethodModel method) {
        return argument(method).isEmpty() ? "" : source.name(method.input()) + " request";
    }

    private static String argument(MethodModel method) {
        return method.kind() == Kind.UNARY || method.kind() == Kind.SERVER_STREAM ? "request" : "";
    }

    private String asyncResult(MethodModel method) {
        String output = source.name(method.output());
        return switch (method.kind()) {
            case UNARY, CLIENT_STREAM ->
                    source.name("java.util.concurrent.CompletableFuture") + "<" + output + ">";
            case SERVER_STREAM, BIDI_STREAM ->
                    source.name("java.util.concurrent.Flow") + ".Publisher<" + output + ">";
        };
    }

    private String asyncParameter(MethodModel method) {
        String input = source.name(method.input());
        return switch (method.kind()) {
            case UNARY, SERVER_STREAM -> input + " request";
            case CLIENT_STREAM, BIDI_STREAM ->
                    source.name("java.util.concurrent.Flow") + ".Publisher<" + input + "> requests";
        };
    }

    private static String asyncArgument(MethodModel method) {
        return switch (method.kind()) {
            case UNARY, SERVER_STREAM -> "request";
            case CLIENT_STREAM, BIDI_STREAM -> "requests";
        };
    }
}
