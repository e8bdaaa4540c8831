package dev.maneki.conformance;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.maneki.conformance.v1.BidiStreamRequest;
import dev.maneki.conformance.v1.BidiStreamResponse;
import dev.maneki.conformance.v1.ClientCompatRequest;
import dev.maneki.conformance.v1.ClientCompatRequest.Cancel.CancelTimingCase;
import dev.maneki.conformance.v1.ClientResponseResult;
import dev.maneki.conformance.v1.ClientStreamRequest;
import dev.maneki.conformance.v1.ClientStreamResponse;
import dev.maneki.conformance.v1.ConformancePayload;
import dev.maneki.conformance.v1.ConformanceService;
import dev.maneki.conformance.v1.IdempotentUnaryRequest;
import dev.maneki.conformance.v1.IdempotentUnaryResponse;
import dev.maneki.conformance.v1.ServerStreamRequest;
import dev.maneki.conformance.v1.ServerStreamResponse;
import dev.maneki.conformance.v1.StreamType;
import dev.maneki.conformance.v1.UnaryRequest;
import dev.maneki.conformance.v1.UnaryResponse;
import dev.maneki.conformance.v1.UnimplementedRequest;
import dev.maneki.conformance.v1.UnimplementedResponse;
import dev.maneki.connect.BidiStream;
import dev.maneki.connect.CallOptions;
import dev.maneki.connect.Client;
import dev.maneki.connect.ClientStream;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.MethodSpec;
import dev.maneki.connect.ServerStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** One call that the suite asks for, and what came of it. */
final class ConformanceCall {
    private final ClientCompatRequest request;
    private final Client client;
    private final ClientResponseResult.Builder result = ClientResponseResult.newBuilder();

    ConformanceCall(ClientCompatRequest request, Client client) {
        this.request = request;
        this.client = client;
    }

    ClientResponseResult make() throws IOException {
        CallOptions options = options();
        try {
            switch (request.getMethod()) {
                case "Unary" ->
                        unary(
                                ConformanceService.UNARY,
                                messages(UnaryRequest.class),
                                UnaryResponse::getPayload,
                                options);
                case "IdempotentUnary" ->
                        unary(
                                ConformanceService.IDEMPOTENT_UNARY,
                                messages(IdempotentUnaryRequest.class),
                                IdempotentUnaryResponse::getPayload,
                                options);
                case "Unimplemented" ->
                        unary(
                                ConformanceService.UNIMPLEMENTED,
                                messages(UnimplementedRequest.class),
                                ConformanceCall::nothing,
                                options);
                case "ClientStream" -> clientStream(options);
                case "ServerStream" -> serverStream(options);
                case "BidiStream" -> bidiStream(options);
                default -> throw new IOException("no such method: " + request.getMethod());
            }
        } catch (ConnectException e) {
            result.setError(Errors.of(e));
            if (result.getResponseTrailersCount() == 0) {
                result.addAllResponseTrailers(Headers.of(e.metadata()));
            }
        }
        return result.build();
    }

    private CallOptions options() {
        Metadata headers = new Metadata();
        Headers.add(request.getRequestHeadersList(), headers);
        CallOptions options = CallOptions.DEFAULT.metadata(headers);
        if (request.hasTimeoutMs()) {
            options = options.timeout(Duration.ofMillis(request.getTimeoutMs()));
        }
        return options.onResponse(
                info -> {
                    result.clearResponseHeaders()
                            .addAllResponseHeaders(Headers.of(info.metadata()));
                    result.clearResponseTrailers()
                            .addAllResponseTrailers(Headers.of(info.trailers()));
                });
    }

    private <I extends Message, O> void unary(
            MethodSpec<I, O> method,
            List<I> messages,
            Function<O, ConformancePayload> payload,
            CallOptions options) {
        pause(request.getRequestDelayMs());
        CompletableFuture<O> call = client.unaryAsync(method, messages.getFirst(), options);
        if (cancels(CancelTimingCase.AFTER_CLOSE_SEND_MS)) {
            pause(request.getCancel().getAfterCloseSendMs());
            call.cancel(true);
        }
        try {
            result.addPayloads(payload.apply(call.join()));
        } catch (CompletionException e) {
            throw e.getCause() instanceof ConnectException coded ? coded : e;
        } catch (CancellationException e) {
            throw new ConnectException(dev.maneki.connect.Code.CANCELED, "canceled", e);
        }
    }

    private void clientStream(CallOptions options) throws IOException {
        try (ClientStream<ClientStreamRequest, ClientStreamResponse> call =
                client.clientStream(ConformanceService.CLIENT_STREAM, options)) {
            List<ClientStreamRequest> messages = messages(ClientStreamRequest.class);
            for (int i = 0; i < messages.size() && call.open(); i++) {
                pause(request.getRequestDelayMs());
                try {
                    call.send(messages.get(i));
                } catch (ConnectException e) {
                    result.setNumUnsentRequests(messages.size() - i);
                    throw e;
                }
            }
            if (cancels(CancelTimingCase.BEFORE_CLOSE_SEND)) {
                call.close();
            }
            if (cancels(CancelTimingCase.AFTER_CLOSE_SEND_MS)) {
                later(request.getCancel().getAfterCloseSendMs(), call::close);
            }
            result.addPayloads(call.closeAndReceive().getPayload());
        }
    }

    private void serverStream(CallOptions options) throws IOException {
        pause(request.getRequestDelayMs());
        ServerStreamRequest message = messages(ServerStreamRequest.class).getFirst();
        try (ServerStream<ServerStreamResponse> call =
                client.serverStream(ConformanceService.SERVER_STREAM, message, options)) {
            if (cancels(CancelTimingCase.AFTER_CLOSE_SEND_MS)) {
                pause(request.getCancel().getAfterCloseSendMs());
                call.close();
            }
            try {
                receiveAll(call, ServerStreamResponse::getPayload);
            } finally {
                headers(call);
            }
        }
    }

    private void bidiStream(CallOptions options) throws IOException {
        try (BidiStream<BidiStreamRequest, BidiStreamResponse> call =
                client.bidiStream(ConformanceService.BIDI_STREAM, options)) {
            try {
                sendAll(call);
                receiveAll(call, BidiStreamResponse::getPayload);
            } finally {
                headers(call);
            }
        }
    }

    private void sendAll(BidiStream<BidiStreamRequest, BidiStreamResponse> call)
            throws IOException {
        boolean fullDuplex =
                request.getStreamType() == StreamType.STREAM_TYPE_FULL_DUPLEX_BIDI_STREAM;
        List<BidiStreamRequest> messages = messages(BidiStreamRequest.class);
        for (int i = 0; i < messages.size() && call.open(); i++) {
            pause(request.getRequestDelayMs());
            try {
                call.send(messages.get(i));
            } catch (ConnectException e) {
                result.setNumUnsentRequests(messages.size() - i);
                throw e;
            }
            if (fullDuplex && call.hasNext()) {
                received(call, BidiStreamResponse::getPayload);
            }
        }
        if (cancels(CancelTimingCase.BEFORE_CLOSE_SEND)) {
            call.close();
        }
        call.closeSend();
        if (cancels(CancelTimingCase.AFTER_CLOSE_SEND_MS)) {
            pause(request.getCancel().getAfterCloseSendMs());
            call.close();
        }
    }

    private <O> void receiveAll(ServerStream<O> call, Function<O, ConformancePayload> payload) {
        if (cancels(CancelTimingCase.AFTER_NUM_RESPONSES)
                && request.getCancel().getAfterNumResponses() == 0) {
            call.close();
        }
        while (call.hasNext()) {
            received(call, payload);
        }
        result.addAllResponseTrailers(Headers.of(call.trailers()));
    }

    private <O> void received(ServerStream<O> call, Function<O, ConformancePayload> payload) {
        result.addPayloads(payload.apply(call.next()));
        if (cancels(CancelTimingCase.AFTER_NUM_RESPONSES)
                && request.getCancel().getAfterNumResponses() == result.getPayloadsCount()) {
            call.close();
        }
    }

    private void headers(ServerStream<?> call) {
        try {
            result.clearResponseHeaders()
                    .addAllResponseHeaders(Headers.of(call.responseMetadata()));
        } catch (ConnectException e) {
            // None came but with the error.
            result.clearResponseHeaders().addAllResponseHeaders(Headers.of(e.metadata()));
        }
    }

    private <M extends Message> List<M> messages(Class<M> type) throws IOException {
        List<M> messages = new ArrayList<>();
        for (Any message : request.getRequestMessagesList()) {
            messages.add(message.unpack(type));
        }
        return messages;
    }

    private boolean cancels(CancelTimingCase when) {
        return request.getCancel().getCancelTimingCase() == when;
    }

    private static ConformancePayload nothing(UnimplementedResponse response) {
        return ConformancePayload.getDefaultInstance();
    }

    private static void later(int millis, Runnable action) {
        Thread.startVirtualThread(
                () -> {
                    pause(millis);
                    action.run();
                });
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
