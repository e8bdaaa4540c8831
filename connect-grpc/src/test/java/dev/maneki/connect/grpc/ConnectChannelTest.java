package dev.maneki.connect.grpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.connect.Protocol;
import dev.maneki.connect.ServerCall;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.Messages.EchoStatus;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import io.grpc.testing.integration.TestServiceGrpc.TestServiceBlockingStub;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectChannelTest {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /** Answers with a field of the request, and echoes streams. */
    private static final class Echo extends TestServiceGrpc.TestServiceImplBase {
        @Override
        public void unaryCall(SimpleRequest request, StreamObserver<SimpleResponse> responses) {
            ServerCall call = requireNonNull(GrpcServices.currentCall());
            String name = request.getPayload().getBody().toStringUtf8();
            String value = call.httpRequest().fields().get(name);
            responses.onNext(Bridge.response(value == null ? "none" : value));
            responses.onCompleted();
        }

        @Override
        public StreamObserver<StreamingOutputCallRequest> fullDuplexCall(
                StreamObserver<StreamingOutputCallResponse> responses) {
            return new StreamObserver<>() {
                @Override
                public void onNext(StreamingOutputCallRequest request) {
                    responses.onNext(
                            StreamingOutputCallResponse.newBuilder()
                                    .setPayload(request.getPayload())
                                    .build());
                }

                @Override
                public void onError(Throwable thrown) {}

                @Override
                public void onCompleted() {
                    responses.onCompleted();
                }
            };
        }
    }

    private final ConnectChannel channel = Bridge.channel(Protocol.GRPC, new Echo());
    private final TestServiceBlockingStub stub = TestServiceGrpc.newBlockingStub(channel);

    private static SimpleRequest field(String name) {
        return Bridge.request(name);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void blockingStubsOfTheSecondKindStreamBothWays(Protocol protocol) throws Exception {
        BlockingClientCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call =
                ClientCalls.blockingBidiStreamingCall(
                        Bridge.channel(protocol, new Echo()),
                        TestServiceGrpc.getFullDuplexCallMethod(),
                        CallOptions.DEFAULT);
        for (int i = 0; i < 100; i++) {
            var payload = Bridge.request("message " + i).getPayload();

            assertThat(
                            call.write(
                                    StreamingOutputCallRequest.newBuilder()
                                            .setPayload(payload)
                                            .build()))
                    .isTrue();
            assertThat(call.read().getPayload()).isEqualTo(payload);
        }
        call.halfClose();
        assertThat(call.hasNext()).isFalse();
    }

    @Test
    void credentialsMayTakeTheirTime() throws Exception {
        CompletableFuture<CallCredentials.MetadataApplier> asked = new CompletableFuture<>();
        var answer =
                TestServiceGrpc.newFutureStub(channel)
                        .withCallCredentials(credentials(asked))
                        .unaryCall(field("authorization"));
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer late");

        asked.get(10, TimeUnit.SECONDS).apply(headers);

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Bridge.response("Bearer late"));
    }

    @Test
    void credentialsMayRefuse() throws Exception {
        CompletableFuture<CallCredentials.MetadataApplier> asked = new CompletableFuture<>();
        var answer =
                TestServiceGrpc.newFutureStub(channel)
                        .withCallCredentials(credentials(asked))
                        .unaryCall(field("authorization"));

        asked.get(10, TimeUnit.SECONDS).fail(Status.UNAUTHENTICATED.withDescription("expired"));

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .hasMessageContaining("UNAUTHENTICATED: expired");
    }

    @Test
    void aCallCanBeCancelledWhileItsCredentialsAreFound() throws Exception {
        CompletableFuture<CallCredentials.MetadataApplier> asked = new CompletableFuture<>();
        LinkedBlockingQueue<Status> ends = new LinkedBlockingQueue<>();
        ClientCall<SimpleRequest, SimpleResponse> call =
                channel.newCall(
                        TestServiceGrpc.getUnaryCallMethod(),
                        CallOptions.DEFAULT.withCallCredentials(credentials(asked)));
        call.start(closing(ends), new Metadata());
        var applier = asked.get(10, TimeUnit.SECONDS);

        call.cancel("changed my mind", null);
        applier.apply(new Metadata());

        assertThat(ends.poll(10, TimeUnit.SECONDS).getDescription()).isEqualTo("changed my mind");
        assertThat(channel.shutdown().awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ends).isEmpty();
    }

    private static CallCredentials credentials(
            CompletableFuture<CallCredentials.MetadataApplier> asked) {
        return new CallCredentials() {
            @Override
            public void applyRequestMetadata(
                    RequestInfo request, Executor executor, MetadataApplier applier) {
                asked.complete(applier);
            }
        };
    }

    private static ClientCall.Listener<SimpleResponse> closing(LinkedBlockingQueue<Status> ends) {
        return new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
                ends.add(status);
            }
        };
    }

    @Test
    void aCallIsCompressedThatSaysSo() {
        SimpleRequest large = // shorter ones gain nothing
                field("grpc-encoding").toBuilder()
                        .setResponseStatus(EchoStatus.newBuilder().setMessage("-".repeat(2000)))
                        .build();

        assertThat(stub.unaryCall(large)).isEqualTo(Bridge.response("none"));
        assertThat(stub.withCompression("gzip").unaryCall(large))
                .isEqualTo(Bridge.response("gzip"));
        assertThatThrownBy(() -> stub.withCompression("lzma").unaryCall(large))
                .hasMessageContaining("Unable to find compressor by name lzma");
    }

    @Test
    void anotherAuthorityIsRefused() {
        assertThat(channel.authority()).isEqualTo("test");
        assertThatThrownBy(
                        () ->
                                ClientCalls.blockingUnaryCall(
                                        channel,
                                        TestServiceGrpc.getUnaryCallMethod(),
                                        CallOptions.DEFAULT.withAuthority("elsewhere"),
                                        field("a")))
                .hasMessageStartingWith("UNIMPLEMENTED: the channel calls test alone");
    }

    @Test
    void aCancelledContextCancelsItsCalls() throws Exception {
        LinkedBlockingQueue<Status> ends = new LinkedBlockingQueue<>();
        Context.CancellableContext context = Context.ROOT.withCancellation();
        context.run(
                () -> {
                    ClientCall<SimpleRequest, SimpleResponse> call =
                            channel.newCall(
                                    TestServiceGrpc.getUnaryCallMethod(), CallOptions.DEFAULT);
                    call.start(closing(ends), new Metadata());
                });

        context.cancel(new IllegalStateException("over"));

        assertThat(ends.poll(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.CANCELLED);
    }

    @Test
    void aListenerThatThrowsIsToldSoByTheEnd() throws Exception {
        LinkedBlockingQueue<Status> ends = new LinkedBlockingQueue<>();
        ClientCall<SimpleRequest, SimpleResponse> call =
                channel.newCall(TestServiceGrpc.getUnaryCallMethod(), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(SimpleResponse message) {
                        throw new IllegalStateException("mine");
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ends.add(status);
                    }
                },
                new Metadata());
        call.sendMessage(field("a"));
        call.halfClose();
        call.request(1);

        Status end = ends.poll(10, TimeUnit.SECONDS);

        assertThat(end.getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(end.getCause()).hasMessage("mine");
    }

    @Test
    void afterShutdownNoCallBegins() {
        channel.shutdown();

        assertThat(channel.isTerminated()).isTrue();
        assertThatThrownBy(() -> stub.unaryCall(field("a")))
                .hasMessage("UNAVAILABLE: Channel shutdown invoked");
    }

    @Test
    void shutdownNowEndsWhatIsRunning() throws Exception {
        LinkedBlockingQueue<Status> ends = new LinkedBlockingQueue<>();
        channel.newCall(TestServiceGrpc.getUnaryCallMethod(), CallOptions.DEFAULT)
                .start(closing(ends), new Metadata());
        assertThat(channel.shutdown().isTerminated()).isFalse();

        channel.shutdownNow();

        assertThat(ends.poll(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
}
