package dev.maneki.connect;

/** Serves a unary method. It may block: each call has a virtual thread. */
@FunctionalInterface
public interface UnaryHandler<I, O> {
    /** Answers a request. Throw {@link ConnectException} to answer with an error. */
    O handle(I request, ServerCall call) throws Exception;
}
