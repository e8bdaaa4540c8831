import com.google.protobuf.Message;
import dev.maneki.example.greet.v1.GreetAgainRequest;
import dev.maneki.example.greet.v1.GreetAgainResponse;
import dev.maneki.example.greet.v1.GreetEachRequest;
import dev.maneki.example.greet.v1.GreetEachResponse;
import dev.maneki.example.greet.v1.GreetGroupRequest;
import dev.maneki.example.greet.v1.GreetGroupResponse;
import dev.maneki.example.greet.v1.GreetRequest;
import dev.maneki.example.greet.v1.GreetResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.AbstractAsyncStub;
import io.grpc.stub.AbstractBlockingStub;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;

/** grpc-java's stubs, as its generator writes them: that is a program for a few machines only. */
final class GreetStubs {
    private static final MethodDescriptor<GreetRequest, GreetResponse> GREET =
            method("Greet", MethodType.UNARY, GreetRequest.getDefaultInstance(), GreetResponse.getDefaultInstance());
    private static final MethodDescriptor<GreetAgainRequest, GreetAgainResponse> GREET_AGAIN =
            method("GreetAgain", MethodType.SERVER_STREAMING, GreetAgainRequest.getDefaultInstance(), GreetAgainResponse.getDefaultInstance());
    private static final MethodDescriptor<GreetGroupRequest, GreetGroupResponse> GREET_GROUP =
            method("GreetGroup", MethodType.CLIENT_STREAMING, GreetGroupRequest.getDefaultInstance(), GreetGroupResponse.getDefaultInstance());
    private static final MethodDescriptor<GreetEachRequest, GreetEachResponse> GREET_EACH =
            method("GreetEach", MethodType.BIDI_STREAMING, GreetEachRequest.getDefaultInstance(), GreetEachResponse.getDefaultInstance());

    private GreetStubs() {}

    private static <I extends Message, O extends Message> MethodDescriptor<I, O> method(String name, MethodType type, I input, O output) {
        return MethodDescriptor.<I, O>newBuilder()
                .setType(type)
                .setFullMethodName("maneki.example.greet.v1.GreetService/" + name)
                .setRequestMarshaller(ProtoUtils.marshaller(input))
                .setResponseMarshaller(ProtoUtils.marshaller(output))
                .build();
    }

    static final class Blocking extends AbstractBlockingStub<Blocking> {
        Blocking(Channel channel) {
            this(channel, CallOptions.DEFAULT);
        }

        private Blocking(Channel channel, CallOptions options) {
            super(channel, options);
        }

        @Override
        protected Blocking build(Channel channel, CallOptions options) {
            return new Blocking(channel, options);
        }

        GreetResponse greet(GreetRequest request) {
            return ClientCalls.blockingUnaryCall(getChannel(), GREET, getCallOptions(), request);
        }

        Iterator<GreetAgainResponse> greetAgain(GreetAgainRequest request) {
            return ClientCalls.blockingServerStreamingCall(getChannel(), GREET_AGAIN, getCallOptions(), request);
        }
    }

    static final class Async extends AbstractAsyncStub<Async> {
        Async(Channel channel) {
            this(channel, CallOptions.DEFAULT);
        }

        private Async(Channel channel, CallOptions options) {
            super(channel, options);
        }

        @Override
        protected Async build(Channel channel, CallOptions options) {
            return new Async(channel, options);
        }

        StreamObserver<GreetGroupRequest> greetGroup(StreamObserver<GreetGroupResponse> responses) {
            return ClientCalls.asyncClientStreamingCall(getChannel().newCall(GREET_GROUP, getCallOptions()), responses);
        }

        StreamObserver<GreetEachRequest> greetEach(StreamObserver<GreetEachResponse> responses) {
            return ClientCalls.asyncBidiStreamingCall(getChannel().newCall(GREET_EACH, getCallOptions()), responses);
        }
    }
}
