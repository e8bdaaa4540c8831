package dev.maneki.connect.server;

import dev.maneki.connect.Idempotency;
import dev.maneki.connect.MethodKind;
import dev.maneki.connect.MethodSpec;
import dev.maneki.connect.ServerHandler;
import dev.maneki.connect.ServerInterceptor;
import dev.maneki.connect.Service;
import java.util.List;

/**
 * A method as it is served: what need not be found out anew for each call.
 *
 * @param handler with its interceptors around it
 * @param get whether it may be called by GET (Connect protocol, "Unary-Get-Request")
 */
record ServedMethod<I, O>(
        MethodSpec<I, O> spec, ServerHandler<I, O> handler, boolean blocking, boolean get) {

    /** A method with interceptors, the first of them outermost. */
    static <I, O> ServedMethod<I, O> of(
            Service.Method<I, O> method, List<ServerInterceptor> interceptors) {
        ServerHandler<I, O> handler = method.handler();
        for (ServerInterceptor interceptor : interceptors.reversed()) {
            handler = interceptor.intercept(method.spec(), handler);
        }
        boolean get =
                method.spec().kind() == MethodKind.UNARY
                        && method.spec().idempotency() == Idempotency.NO_SIDE_EFFECTS;
        return new ServedMethod<>(method.spec(), handler, method.blocking(), get);
    }
}
