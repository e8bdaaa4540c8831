package dev.maneki.connect.grpc;

import dev.maneki.connect.ServerCall;
import dev.maneki.connect.Service;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Serves what is written for a grpc-java server, in Connect, gRPC and gRPC-Web:
 *
 * <pre>{@code
 * Router router = Router.builder().service(GrpcServices.service(new GreeterImpl())).build();
 * }</pre>
 *
 * <p>Interceptors of grpc-java go on as before, by {@code ServerInterceptors.intercept}; those of
 * the router stand around them. Messages of protobuf are read and written in all codecs of the
 * router, so JSON too; those of other marshallers as bytes alone. Calls have a {@link Context} with
 * the caller's deadline, which is cancelled when the call ends.
 *
 * <p>What differs from grpc-java's own server: responses are compressed as the router and the
 * caller agree, whatever {@code setCompression} says; a request that cannot be read fails with
 * {@code INVALID_ARGUMENT}; there are no stream tracers, and of a transport's attributes the remote
 * address and the TLS session.
 */
public final class GrpcServices {
    /** The call as this library sees it (its protocol, its HTTP request), in the call's context. */
    public static final Context.Key<ServerCall> CALL = Context.key("dev.maneki.connect.call");

    private GrpcServices() {}

    /** A service whose callbacks run on virtual threads: one at a time for each call. */
    public static Service service(BindableService service) {
        return service(service.bindService());
    }

    /** A service whose callbacks run on virtual threads: one at a time for each call. */
    public static Service service(ServerServiceDefinition service) {
        return service(service, Thread::startVirtualThread);
    }

    /**
     * A service whose callbacks run on this executor, one at a time for each call.
     *
     * @param executor {@code Runnable::run} for the transport's event loop itself: the fastest, for
     *     services that never block
     */
    public static Service service(ServerServiceDefinition service, Executor executor) {
        String name = service.getServiceDescriptor().getName();
        Service.Builder builder = Service.builder(name);
        if (service.getServiceDescriptor().getSchemaDescriptor()
                instanceof ProtoServiceDescriptorSupplier schema) {
            builder = Service.builder(schema.getServiceDescriptor());
        }
        for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
            add(builder, method, executor);
        }
        return builder.build();
    }

    private static <I, O> void add(
            Service.Builder builder, ServerMethodDefinition<I, O> definition, Executor executor) {
        BridgedMethod<I, O> method = BridgedMethod.of(definition.getMethodDescriptor());
        builder.method(
                method.spec(),
                new BridgedHandler<>(method, definition.getServerCallHandler(), executor));
    }

    /** The call in the current context, or null outside of one. */
    public static @Nullable ServerCall currentCall() {
        return CALL.get();
    }
}
