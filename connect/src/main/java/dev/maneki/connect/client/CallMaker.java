package dev.maneki.connect.client;

import dev.maneki.connect.BidiStream;
import dev.maneki.connect.CallOptions;
import dev.maneki.connect.ClientStream;
import dev.maneki.connect.MethodSpec;
import dev.maneki.connect.RequestSender;
import dev.maneki.connect.ResponseReceiver;
import dev.maneki.connect.ServerStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;

/** Makes calls, in all forms that a client offers. Thread-safe. */
public final class CallMaker {
    /** Methods that are known by their path; whoever calls more pays for what is found out anew. */
    private static final int MAX_METHODS = 4096;

    private final ConcurrentHashMap<String, CalledMethod<?, ?>> methods = new ConcurrentHashMap<>();
    private final ClientSide side;

    /** A maker of calls to this side. */
    public CallMaker(ClientSide side) {
        this.side = side;
    }

    @SuppressWarnings("unchecked") // the same specification has the same types
    private <I, O> CalledMethod<I, O> method(MethodSpec<I, O> spec) {
        CalledMethod<?, ?> known = methods.get(spec.path());
        if (known != null && known.spec == spec) {
            return (CalledMethod<I, O>) known;
        }
        CalledMethod<I, O> made = new CalledMethod<>(spec, side);
        if (known == null && methods.size() < MAX_METHODS) {
            methods.put(spec.path(), made);
        }
        return made;
    }

    /** One request, one response, waited for. */
    public <I, O> O unary(MethodSpec<I, O> spec, I request, CallOptions options) {
        CalledMethod<I, O> method = method(spec);
        SingleResponse<I, O> response =
                new SingleResponse<>(new OutgoingCall(method, options, true), method.handler);
        response.send(request);
        return response.closeAndReceive();
    }

    /** One request, one response, later. */
    public <I, O> CompletableFuture<O> unaryAsync(
            MethodSpec<I, O> spec, I request, CallOptions options) {
        CalledMethod<I, O> method = method(spec);
        FutureResponse<O> response = new FutureResponse<>(options);
        response.start(new OutgoingCall(method, options, false), method.handler, request);
        return response.future();
    }

    /** One request, a stream of responses. */
    public <I, O> ServerStream<O> serverStream(
            MethodSpec<I, O> spec, I request, CallOptions options) {
        CalledMethod<I, O> method = method(spec);
        StreamedResponses<I, O> stream =
                new StreamedResponses<>(new OutgoingCall(method, options, true), method.handler);
        stream.send(request);
        stream.closeSend();
        return stream;
    }

    /** A stream of requests, one response. */
    public <I, O> ClientStream<I, O> clientStream(MethodSpec<I, O> spec, CallOptions options) {
        CalledMethod<I, O> method = method(spec);
        return new SingleResponse<>(new OutgoingCall(method, options, true), method.handler);
    }

    /** Streams both ways. */
    public <I, O> BidiStream<I, O> bidiStream(MethodSpec<I, O> spec, CallOptions options) {
        CalledMethod<I, O> method = method(spec);
        return new StreamedResponses<>(new OutgoingCall(method, options, true), method.handler);
    }

    /** A stream of requests, one response, later. */
    public <I, O> CompletableFuture<O> clientStreamAsync(
            MethodSpec<I, O> spec, Flow.Publisher<I> requests, CallOptions options) {
        CalledMethod<I, O> method = method(spec);
        FutureResponse<O> response = new FutureResponse<>(options);
        response.start(new OutgoingCall(method, options, false), method.handler, requests);
        return response.future();
    }

    /** One request, a stream of responses; a call for each subscriber. */
    public <I, O> Flow.Publisher<O> serverStreamFlow(
            MethodSpec<I, O> spec, I request, CallOptions options) {
        CalledMethod<I, O> method = method(spec);
        return subscriber -> {
            Objects.requireNonNull(subscriber);
            FlowResponses<O> responses = new FlowResponses<>(options);
            responses.start(
                    new OutgoingCall(method, options, false), method.handler, request, subscriber);
        };
    }

    /** Streams both ways; a call for each subscriber. */
    public <I, O> Flow.Publisher<O> bidiStreamFlow(
            MethodSpec<I, O> spec, Flow.Publisher<I> requests, CallOptions options) {
        CalledMethod<I, O> method = method(spec);
        return subscriber -> {
            Objects.requireNonNull(subscriber);
            FlowResponses<O> responses = new FlowResponses<>(options);
            responses.start(
                    new OutgoingCall(method, options, false), method.handler, requests, subscriber);
        };
    }

    /** A call of any kind, by its events. */
    public <I, O> RequestSender<I> start(
            MethodSpec<I, O> spec, CallOptions options, ResponseReceiver<O> receiver) {
        CalledMethod<I, O> method = method(spec);
        return method.handler.start(new OutgoingCall(method, options, false), receiver);
    }
}
