package dev.maneki.connect;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.maneki.connect.server.AsyncHandlers;
import dev.maneki.connect.server.BlockingHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service's methods with their handlers: what a {@link Router} serves. Immutable. */
public final class Service {
    private final String name;
    private final @Nullable ServiceDescriptor descriptor;
    private final List<Method<?, ?>> methods;

    private Service(Builder builder) {
        this.name = builder.name;
        this.descriptor = builder.descriptor;
        this.methods = List.copyOf(builder.methods.values());
    }

    /**
     * A method with its handler.
     *
     * @param blocking whether the handler needs a thread of its own
     */
    public record Method<I, O>(
            MethodSpec<I, O> spec, ServerHandler<I, O> handler, boolean blocking) {}

    /** A service without methods yet, by its full name. */
    public static Builder builder(String fullName) {
        return new Builder(fullName, null);
    }

    /** A service without methods yet, with its descriptor, which reflection shows. */
    public static Builder builder(ServiceDescriptor descriptor) {
        return new Builder(descriptor.getFullName(), descriptor);
    }

    /** The full name, as {@code connectrpc.eliza.v1.ElizaService}. */
    public String name() {
        return name;
    }

    /** What its .proto file says, or null if it is not known. */
    public @Nullable ServiceDescriptor descriptor() {
        return descriptor;
    }

    /** The methods, in the order in which they were given. */
    public List<Method<?, ?>> methods() {
        return methods;
    }

    /**
     * Gathers methods. Each of them throws {@link IllegalArgumentException} if the method is of
     * another service, there already, or not of the kind that is served.
     */
    public static final class Builder {
        private final String name;
        private final @Nullable ServiceDescriptor descriptor;
        private final Map<String, Method<?, ?>> methods = new LinkedHashMap<>();

        private Builder(String name, @Nullable ServiceDescriptor descriptor) {
            this.name = name;
            this.descriptor = descriptor;
        }

        /** Serves a unary method, each call on a thread of its own. */
        public <I, O> Builder unary(MethodSpec<I, O> method, UnaryHandler<I, O> handler) {
            return add(method, MethodKind.UNARY, BlockingHandlers.unary(handler), true);
        }

        /** Serves a stream of requests, each call on a thread of its own. */
        public <I, O> Builder clientStream(
                MethodSpec<I, O> method, ClientStreamHandler<I, O> handler) {
            return add(
                    method, MethodKind.CLIENT_STREAM, BlockingHandlers.clientStream(handler), true);
        }

        /** Serves a stream of responses, each call on a thread of its own. */
        public <I, O> Builder serverStream(
                MethodSpec<I, O> method, ServerStreamHandler<I, O> handler) {
            return add(
                    method, MethodKind.SERVER_STREAM, BlockingHandlers.serverStream(handler), true);
        }

        /** Serves streams both ways, each call on a thread of its own. */
        public <I, O> Builder bidiStream(MethodSpec<I, O> method, BidiStreamHandler<I, O> handler) {
            return add(method, MethodKind.BIDI_STREAM, BlockingHandlers.bidiStream(handler), true);
        }

        /** Serves a unary method on the event loop. */
        public <I, O> Builder unaryAsync(MethodSpec<I, O> method, AsyncUnaryHandler<I, O> handler) {
            return add(method, MethodKind.UNARY, AsyncHandlers.unary(handler), false);
        }

        /** Serves a stream of requests on the event loop. */
        public <I, O> Builder clientStreamAsync(
                MethodSpec<I, O> method, AsyncClientStreamHandler<I, O> handler) {
            return add(
                    method, MethodKind.CLIENT_STREAM, AsyncHandlers.clientStream(handler), false);
        }

        /** Serves a stream of responses on the event loop. */
        public <I, O> Builder serverStreamAsync(
                MethodSpec<I, O> method, AsyncServerStreamHandler<I, O> handler) {
            return add(
                    method, MethodKind.SERVER_STREAM, AsyncHandlers.serverStream(handler), false);
        }

        /** Serves streams both ways on the event loop. */
        public <I, O> Builder bidiStreamAsync(
                MethodSpec<I, O> method, AsyncBidiStreamHandler<I, O> handler) {
            return add(method, MethodKind.BIDI_STREAM, AsyncHandlers.bidiStream(handler), false);
        }

        /** Serves a method of any kind by its events, on the event loop. */
        public <I, O> Builder method(MethodSpec<I, O> method, ServerHandler<I, O> handler) {
            return add(method, method.kind(), handler, false);
        }

        private <I, O> Builder add(
                MethodSpec<I, O> method,
                MethodKind kind,
                ServerHandler<I, O> handler,
                boolean blocking) {
            if (!method.service().equals(name)) {
                throw new IllegalArgumentException(
                        method.path() + " is no method of the service " + name);
            }
            if (method.kind() != kind) {
                throw new IllegalArgumentException(
                        method.path()
                                + " is "
                                + method.kind()
                                + ", and cannot be served as "
                                + kind);
            }
            if (methods.putIfAbsent(method.name(), new Method<>(method, handler, blocking))
                    != null) {
                throw new IllegalArgumentException(method.path() + " has a handler already");
            }
            return this;
        }

        /** The service as it is now. */
        public Service build() {
            return new Service(this);
        }
    }
}
