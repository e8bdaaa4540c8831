package dev.maneki.connect.grpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.MethodKind;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.Service;
import dev.maneki.connect.codec.JsonCodec;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import io.grpc.testing.integration.TestServiceGrpc.TestServiceBlockingStub;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcServicesTest {
    private static TestServiceBlockingStub stub(Protocol protocol, ServerCallHandler<?, ?> unary) {
        return TestServiceGrpc.newBlockingStub(Bridge.channel(protocol, unary(unary)));
    }

    /** A service whose unary method is served by the events of a call. */
    @SuppressWarnings("unchecked")
    private static ServerServiceDefinition unary(ServerCallHandler<?, ?> handler) {
        return ServerServiceDefinition.builder("grpc.testing.TestService")
                .addMethod(
                        TestServiceGrpc.getUnaryCallMethod(),
                        (ServerCallHandler<SimpleRequest, SimpleResponse>) handler)
                .build();
    }

    private static StatusRuntimeException failure(TestServiceBlockingStub stub) {
        return catchThrowableOfType(
                StatusRuntimeException.class, () -> stub.unaryCall(Bridge.request("a")));
    }

    @Test
    void theServiceHasItsDescriptorAndTheKindsOfItsMethods() {
        Service service = GrpcServices.service(new TestServiceGrpc.TestServiceImplBase() {});

        assertThat(service.descriptor()).isNotNull();
        assertThat(service.methods())
                .filteredOn(method -> method.spec().name().equals("FullDuplexCall"))
                .allMatch(method -> method.spec().kind() == MethodKind.BIDI_STREAM)
                .hasSize(1);
    }

    @Test
    void protobufMessagesAreReadAndWrittenAsJsonToo() {
        ServerServiceDefinition service =
                new TestServiceGrpc.TestServiceImplBase() {
                    @Override
                    public void unaryCall(
                            SimpleRequest request, StreamObserver<SimpleResponse> responses) {
                        responses.onNext(
                                Bridge.response(request.getPayload().getBody().toStringUtf8()));
                        responses.onCompleted();
                    }
                }.bindService();
        ConnectChannel channel =
                ConnectChannel.of(
                        Bridge.client(Protocol.CONNECT, service).codec(JsonCodec.INSTANCE).build());

        assertThat(TestServiceGrpc.newBlockingStub(channel).unaryCall(Bridge.request("json")))
                .isEqualTo(Bridge.response("json"));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void messagesOfOtherMarshallersPassAsBytes(Protocol protocol) {
        MethodDescriptor<String, String> shout =
                MethodDescriptor.newBuilder(new Text(), new Text())
                        .setFullMethodName("test.Text/Shout")
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .build();
        ServerServiceDefinition service =
                ServerServiceDefinition.builder("test.Text")
                        .addMethod(
                                shout,
                                io.grpc.stub.ServerCalls.asyncUnaryCall(
                                        (String request, StreamObserver<String> responses) -> {
                                            responses.onNext(request + "!");
                                            responses.onCompleted();
                                        }))
                        .build();

        assertThat(
                        io.grpc.stub.ClientCalls.blockingUnaryCall(
                                Bridge.channel(protocol, service),
                                shout,
                                io.grpc.CallOptions.DEFAULT,
                                "hé"))
                .isEqualTo("hé!");
    }

    /** Writes text without saying how long it is. */
    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aStatusKeepsItsCodeItsWordsItsDetailsAndItsTrailers(Protocol protocol) {
        Metadata.Key<byte[]> binary = Metadata.Key.of("some-bin", Metadata.BINARY_BYTE_MARSHALLER);
        Metadata.Key<byte[]> details =
                Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
        com.google.rpc.Status told =
                com.google.rpc.Status.newBuilder()
                        .setCode(9)
                        .setMessage("not now")
                        .addDetails(com.google.protobuf.Any.pack(Bridge.response("detail")))
                        .build();
        TestServiceBlockingStub stub =
                stub(
                        protocol,
                        (call, headers) -> {
                            Metadata trailers = new Metadata();
                            trailers.put(binary, new byte[] {0, -1, 2});
                            trailers.put(details, told.toByteArray());
                            call.close(
                                    Status.FAILED_PRECONDITION.withDescription("not now"),
                                    trailers);
                            return new ServerCall.Listener<>() {};
                        });

        StatusRuntimeException failure = failure(stub);

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(failure.getStatus().getDescription()).isEqualTo("not now");
        Metadata trailers = requireNonNull(failure.getTrailers());
        assertThat(trailers.get(binary)).containsExactly(0, -1, 2);
        assertThat(trailers.get(details)).isEqualTo(told.toByteArray());
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void whatStartCallThrowsIsTheStatusIfItHasOne(Protocol protocol) {
        TestServiceBlockingStub stub =
                stub(
                        protocol,
                        (call, headers) -> {
                            throw Status.PERMISSION_DENIED
                                    .withDescription("no")
                                    .asRuntimeException();
                        });

        assertThat(failure(stub)).hasMessage("PERMISSION_DENIED: no");
    }

    @Test
    void whatAListenerThrowsIsUnknownAndKeptFromTheCaller() {
        TestServiceBlockingStub stub =
                stub(
                        Protocol.GRPC,
                        (call, headers) -> {
                            call.request(1);
                            return new ServerCall.Listener<>() {
                                @Override
                                public void onHalfClose() {
                                    throw new IllegalStateException("secret");
                                }
                            };
                        });

        assertThat(failure(stub)).hasMessage("UNKNOWN: Application error processing RPC");
    }

    @Test
    void aUnaryCallThatEndsWellWithoutAResponseFails() {
        TestServiceBlockingStub stub =
                stub(
                        Protocol.GRPC,
                        (call, headers) -> {
                            call.sendHeaders(new Metadata());
                            call.close(Status.OK, new Metadata());
                            return new ServerCall.Listener<>() {};
                        });

        assertThat(failure(stub)).hasMessage("INTERNAL: Completed without a response");
    }

    @Test
    void theOneRequestComesWhenItIsAskedFor() throws Exception {
        LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
        CompletableFuture<ServerCall<Object, SimpleResponse>> started = new CompletableFuture<>();
        ServerCallHandler<Object, SimpleResponse> handler =
                (call, headers) -> {
                    started.complete(call);
                    return new ServerCall.Listener<>() {
                        @Override
                        public void onMessage(Object message) {
                            events.add("message");
                        }

                        @Override
                        public void onHalfClose() {
                            events.add("half-close");
                            call.sendHeaders(new Metadata());
                            call.sendMessage(Bridge.response("done"));
                            call.close(Status.OK, new Metadata());
                        }

                        @Override
                        public void onComplete() {
                            events.add("complete");
                        }
                    };
                };
        var answer =
                TestServiceGrpc.newFutureStub(Bridge.channel(Protocol.GRPC, unary(handler)))
                        .unaryCall(Bridge.request("a"));

        ServerCall<Object, SimpleResponse> call = started.get(10, TimeUnit.SECONDS);
        assertThat(events).isEmpty();
        events.add("asked");
        call.request(1);

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Bridge.response("done"));
        assertThat(events.take()).isEqualTo("asked");
        assertThat(events.take()).isEqualTo("message");
        assertThat(events.take()).isEqualTo("half-close");
        assertThat(events.take()).isEqualTo("complete");
        assertThatThrownBy(() -> call.close(Status.OK, new Metadata()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("call already closed");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void theContextHasTheDeadlineAndTheCall(Protocol protocol) {
        TestServiceBlockingStub stub =
                stub(
                        protocol,
                        (call, headers) -> {
                            long left =
                                    Context.current().getDeadline().timeRemaining(TimeUnit.HOURS);
                            call.close(
                                    Status.ABORTED.withDescription(
                                            left
                                                    + " "
                                                    + requireNonNull(GrpcServices.currentCall())
                                                            .protocol()),
                                    new Metadata());
                            return new ServerCall.Listener<>() {};
                        });

        assertThat(failure(stub.withDeadlineAfter(150, TimeUnit.MINUTES)))
                .hasMessage("ABORTED: 2 " + protocol);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aCancelledCallIsToldToListenerAndContext(Protocol protocol) throws Exception {
        CompletableFuture<Boolean> listenerTold = new CompletableFuture<>();
        CompletableFuture<Throwable> contextTold = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        var service =
                new TestServiceGrpc.TestServiceImplBase() {
                    @Override
                    public void emptyCall(Empty request, StreamObserver<Empty> responses) {
                        var call = (ServerCallStreamObserver<Empty>) responses;
                        call.setOnCancelHandler(() -> listenerTold.complete(call.isCancelled()));
                        Context.current()
                                .addListener(
                                        context ->
                                                contextTold.complete(context.cancellationCause()),
                                        Runnable::run);
                        begun.complete(null);
                    }
                };
        var answer =
                TestServiceGrpc.newFutureStub(Bridge.channel(protocol, service))
                        .emptyCall(Empty.getDefaultInstance());

        begun.get(10, TimeUnit.SECONDS);
        answer.cancel(true);

        assertThat(listenerTold.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(contextTold.get(10, TimeUnit.SECONDS)).hasMessage("CANCELLED: RPC cancelled");
    }

    @Test
    void whatIsNoMessageIsTheCallersMistake() {
        BridgedMethod<SimpleRequest, SimpleResponse> method =
                BridgedMethod.of(TestServiceGrpc.getUnaryCallMethod());

        assertThatThrownBy(() -> method.requests().type().parse(new byte[] {10, 99}, 0, 2))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT));
    }
}
