package dev.maneki.connect.grpc;

import dev.maneki.connect.Responder;
import dev.maneki.connect.http.Peer;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A call that is served, as grpc-java's handlers see it. As all of theirs it may be used by one
 * thread at a time, but for {@link #request}, {@link #isReady} and {@link #isCancelled}.
 */
final class BridgedServerCall<I, O> extends ServerCall<I, O> {
    private final BridgedMethod<I, O> method;
    private final dev.maneki.connect.ServerCall served;
    private final Responder<Object> responder;
    private final Demand demand;
    private final RequestEvents<I, O> events;
    private boolean headersSent;
    private boolean messageSent;
    private volatile boolean closed;
    private volatile boolean cancelled;

    BridgedServerCall(
            BridgedMethod<I, O> method,
            dev.maneki.connect.ServerCall served,
            Responder<Object> responder,
            Demand demand,
            RequestEvents<I, O> events) {
        this.method = method;
        this.served = served;
        this.responder = responder;
        this.demand = demand;
        this.events = events;
    }

    @Override
    public void request(int count) {
        if (method.requestsStream()) {
            responder.request(count);
        } else {
            demand.ask(count);
        }
    }

    @Override
    public void sendHeaders(Metadata headers) {
        check(!headersSent, "sendHeaders has already been called");
        check(!closed, "call is closed");
        headersSent = true;
        if (cancelled) {
            return;
        }
        Fields.addTo(served.responseMetadata(), headers);
        if (method.responsesStream()) {
            responder.sendMetadata(); // else they go with the one message
        }
    }

    @Override
    public void sendMessage(O message) {
        check(headersSent, "sendHeaders has not been called");
        check(!closed, "call is closed");
        if (cancelled) {
            return;
        }
        if (messageSent && !method.responsesStream()) {
            abort(Status.INTERNAL.withDescription("Too many responses"));
            return;
        }
        messageSent = true;
        try {
            responder.send(method.responses().outward(message));
        } catch (RuntimeException e) { // of the marshaller or the codec
            Callbacks.log("a response of " + method.spec().path() + " cannot be written", e);
            abort(
                    e instanceof io.grpc.StatusRuntimeException coded
                            ? coded.getStatus()
                            : Status.INTERNAL.withDescription("The response cannot be written"));
        }
    }

    @Override
    public void close(Status status, Metadata trailers) {
        check(!closed, "call already closed");
        if (cancelled) {
            closed = true;
            return;
        }
        if (!status.isOk()) {
            fail(status, trailers);
        } else if (!messageSent && !method.responsesStream()) {
            closed = true;
            abort(Status.INTERNAL.withDescription("Completed without a response"));
        } else {
            closed = true;
            Fields.addTo(served.responseTrailers(), trailers);
            responder.end();
            events.completed();
        }
    }

    /** Ends the call with an error, unless it has ended. */
    void fail(Status status, Metadata trailers) {
        if (!closed) {
            closed = true;
            events.fail(status, trailers, served.responseTrailers());
            events.completed();
        }
    }

    /** The handler broke the rules: it may go on, but nothing it does has an effect any more. */
    private void abort(Status status) {
        events.fail(status, new Metadata(), served.responseTrailers());
        events.aborted();
    }

    @Override
    public boolean isReady() {
        return !closed && !cancelled && responder.ready();
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    void setCancelled() {
        cancelled = true;
    }

    /** Nothing follows from it: what the router and the caller agree on is used. */
    @Override
    public void setCompression(String compressor) {
        check(!headersSent, "sendHeaders has been called");
    }

    @Override
    public SecurityLevel getSecurityLevel() {
        return served.httpRequest().scheme().equals("https")
                ? SecurityLevel.PRIVACY_AND_INTEGRITY
                : SecurityLevel.NONE;
    }

    @Override
    public Attributes getAttributes() {
        Peer peer = served.peer();
        Attributes.Builder attributes = Attributes.newBuilder();
        if (peer.address() != null) {
            attributes.set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, peer.address());
        }
        if (peer.tls() != null) {
            attributes.set(Grpc.TRANSPORT_ATTR_SSL_SESSION, peer.tls());
        }
        return attributes.build();
    }

    @Override
    public String getAuthority() {
        return served.httpRequest().authority();
    }

    @Override
    public MethodDescriptor<I, O> getMethodDescriptor() {
        return method.descriptor();
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
