package dev.maneki.conformance;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.maneki.conformance.v1.BidiStreamRequest;
import dev.maneki.conformance.v1.BidiStreamResponse;
import dev.maneki.conformance.v1.ClientStreamRequest;
import dev.maneki.conformance.v1.ClientStreamResponse;
import dev.maneki.conformance.v1.ConformancePayload;
import dev.maneki.conformance.v1.ConformancePayload.RequestInfo;
import dev.maneki.conformance.v1.ConformanceService;
import dev.maneki.conformance.v1.IdempotentUnaryRequest;
import dev.maneki.conformance.v1.IdempotentUnaryResponse;
import dev.maneki.conformance.v1.ServerStreamRequest;
import dev.maneki.conformance.v1.ServerStreamResponse;
import dev.maneki.conformance.v1.StreamResponseDefinition;
import dev.maneki.conformance.v1.UnaryRequest;
import dev.maneki.conformance.v1.UnaryResponse;
import dev.maneki.conformance.v1.UnaryResponseDefinition;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Requests;
import dev.maneki.connect.Responses;
import dev.maneki.connect.ServerCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The service that the suite calls: it answers as each request says, and tells what it saw. */
final class ConformanceHandler implements ConformanceService {
    @Override
    public UnaryResponse unary(UnaryRequest request, ServerCall call) {
        return UnaryResponse.newBuilder()
                .setPayload(one(request.getResponseDefinition(), List.of(request), call))
                .build();
    }

    @Override
    public IdempotentUnaryResponse idempotentUnary(
            IdempotentUnaryRequest request, ServerCall call) {
        return IdempotentUnaryResponse.newBuilder()
                .setPayload(one(request.getResponseDefinition(), List.of(request), call))
                .build();
    }

    @Override
    public ClientStreamResponse clientStream(
            Requests<ClientStreamRequest> requests, ServerCall call) {
        List<ClientStreamRequest> all = new ArrayList<>();
        requests.forEachRemaining(all::add);
        UnaryResponseDefinition definition =
                all.isEmpty()
                        ? UnaryResponseDefinition.getDefaultInstance()
                        : all.getFirst().getResponseDefinition();
        return ClientStreamResponse.newBuilder().setPayload(one(definition, all, call)).build();
    }

    @Override
    public void serverStream(
            ServerStreamRequest request,
            Responses<ServerStreamResponse> responses,
            ServerCall call) {
        StreamResponseDefinition definition = request.getResponseDefinition();
        begin(definition, responses, call);
        all(
                definition,
                responses,
                call,
                List.of(request),
                payload -> ServerStreamResponse.newBuilder().setPayload(payload).build());
    }

    @Override
    public void bidiStream(
            Requests<BidiStreamRequest> requests,
            Responses<BidiStreamResponse> responses,
            ServerCall call) {
        if (!requests.hasNext()) {
            return;
        }
        BidiStreamRequest first = requests.next();
        StreamResponseDefinition definition = first.getResponseDefinition();
        begin(definition, responses, call);
        if (first.getFullDuplex()) {
            inTurns(first, requests, responses, call);
            return;
        }
        List<BidiStreamRequest> all = new ArrayList<>(List.of(first));
        requests.forEachRemaining(all::add);
        all(
                definition,
                responses,
                call,
                all,
                payload -> BidiStreamResponse.newBuilder().setPayload(payload).build());
    }

    /** A response for each request, then the error, or the responses that are left. */
    private static void inTurns(
            BidiStreamRequest first,
            Requests<BidiStreamRequest> requests,
            Responses<BidiStreamResponse> responses,
            ServerCall call) {
        StreamResponseDefinition definition = first.getResponseDefinition();
        int sent = 0;
        BidiStreamRequest request = first;
        while (sent < definition.getResponseDataCount()) {
            RequestInfo info =
                    sent == 0
                            ? info(List.of(request), call)
                            : RequestInfo.newBuilder().addRequests(Any.pack(request)).build();
            pause(definition.getResponseDelayMs());
            responses.send(
                    BidiStreamResponse.newBuilder()
                            .setPayload(
                                    ConformancePayload.newBuilder()
                                            .setData(definition.getResponseData(sent++))
                                            .setRequestInfo(info))
                            .build());
            if (!requests.hasNext()) {
                break;
            }
            request = requests.next();
        }
        for (; sent < definition.getResponseDataCount(); sent++) {
            pause(definition.getResponseDelayMs());
            responses.send(
                    BidiStreamResponse.newBuilder()
                            .setPayload(
                                    ConformancePayload.newBuilder()
                                            .setData(definition.getResponseData(sent)))
                            .build());
        }
        if (definition.hasError()) {
            throw sent == 0
                    ? Errors.toThrow(definition.getError(), info(List.of(request), call))
                    : Errors.toThrow(definition.getError());
        }
    }

    private static ConformancePayload one(
            UnaryResponseDefinition definition, List<? extends Message> requests, ServerCall call) {
        Headers.add(definition.getResponseHeadersList(), call.responseMetadata());
        Headers.add(definition.getResponseTrailersList(), call.responseTrailers());
        RequestInfo info = info(requests, call);
        pause(definition.getResponseDelayMs());
        if (definition.hasError()) {
            throw Errors.toThrow(definition.getError(), info);
        }
        return ConformancePayload.newBuilder()
                .setData(definition.getResponseData())
                .setRequestInfo(info)
                .build();
    }

    private static void begin(
            StreamResponseDefinition definition, Responses<?> responses, ServerCall call) {
        Headers.add(definition.getResponseHeadersList(), call.responseMetadata());
        Headers.add(definition.getResponseTrailersList(), call.responseTrailers());
        if (definition.getResponseDataCount() > 0) {
            responses.sendMetadata();
        }
    }

    private static <O> void all(
            StreamResponseDefinition definition,
            Responses<O> responses,
            ServerCall call,
            List<? extends Message> requests,
            Function<ConformancePayload, O> response) {
        RequestInfo info = info(requests, call);
        for (int i = 0; i < definition.getResponseDataCount(); i++) {
            ConformancePayload.Builder payload =
                    ConformancePayload.newBuilder().setData(definition.getResponseData(i));
            if (i == 0) {
                payload.setRequestInfo(info);
            }
            pause(definition.getResponseDelayMs());
            responses.send(response.apply(payload.build()));
        }
        if (definition.hasError()) {
            throw definition.getResponseDataCount() == 0
                    ? Errors.toThrow(definition.getError(), info)
                    : Errors.toThrow(definition.getError());
        }
    }

    private static RequestInfo info(List<? extends Message> requests, ServerCall call) {
        RequestInfo.Builder info =
                RequestInfo.newBuilder()
                        .addAllRequestHeaders(Headers.of(call.httpRequest().fields()));
        if (!call.deadline().isNone()) {
            info.setTimeoutMs(call.deadline().remaining().toMillis());
        }
        for (Message request : requests) {
            info.addRequests(Any.pack(request));
        }
        if (call.httpRequest().method().equals("GET")) {
            info.setConnectGetInfo(QueryParameters.of(call.httpRequest().query()));
        }
        return info.build();
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new ConnectException(Code.CANCELED, "interrupted", e);
        }
    }
}
