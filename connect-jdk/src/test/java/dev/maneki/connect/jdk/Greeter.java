package dev.maneki.connect.jdk;

import com.google.protobuf.StringValue;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Idempotency;
import dev.maneki.connect.MethodKind;
import dev.maneki.connect.MethodSpec;
import dev.maneki.connect.ServerCall;
import dev.maneki.connect.Service;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Methods of all kinds, as generated code would have them, and their handlers. */
final class Greeter {
    static final String NAME = "test.v1.Greeter";

    static final MethodSpec<StringValue, StringValue> UNARY = method("Unary", MethodKind.UNARY);
    static final MethodSpec<StringValue, StringValue> CLIENT_STREAM =
            method("ClientStream", MethodKind.CLIENT_STREAM);
    static final MethodSpec<StringValue, StringValue> SERVER_STREAM =
            method("ServerStream", MethodKind.SERVER_STREAM);
    static final MethodSpec<StringValue, StringValue> BIDI_STREAM =
            method("BidiStream", MethodKind.BIDI_STREAM);

    /** Calls that were cancelled while their handler waited for it. */
    final BlockingQueue<String> canceled = new LinkedBlockingQueue<>();

    private static MethodSpec<StringValue, StringValue> method(String name, MethodKind kind) {
        StringValue empty = StringValue.getDefaultInstance();
        return MethodSpec.of(NAME, name, kind, Idempotency.NO_SIDE_EFFECTS, empty, empty);
    }

    static StringValue text(String text) {
        return StringValue.of(text);
    }

    Service service() {
        return Service.builder(NAME)
                .unary(UNARY, this::answer)
                .clientStream(
                        CLIENT_STREAM,
                        (requests, call) -> {
                            long length = 0;
                            for (StringValue request : requests) {
                                length += answer(request, call).getValue().length() - 1;
                            }
                            return text("" + length);
                        })
                .serverStream(
                        SERVER_STREAM,
                        (request, responses, call) -> {
                            answer(request, call);
                            String[] asked = request.getValue().split(" ");
                            String message = "x".repeat(Integer.parseInt(asked[1]));
                            for (int i = 0; i < Integer.parseInt(asked[0]); i++) {
                                responses.send(text(message));
                            }
                        })
                .bidiStream(
                        BIDI_STREAM,
                        (requests, responses, call) -> {
                            for (StringValue request : requests) {
                                responses.send(answer(request, call));
                            }
                        })
                .build();
    }

    private StringValue answer(StringValue request, ServerCall call) {
        String asked = request.getValue();
        if (!call.responseTrailers().has("x-tail")) {
            call.responseTrailers().add("x-tail", "done");
            call.responseMetadata().add("x-head", call.requestMetadata().all("x-test").toString());
        }
        return switch (asked) {
            case "fail" -> throw new ConnectException(Code.FAILED_PRECONDITION, "not this: äöü");
            case "who" ->
                    text(
                            call.httpRequest().version()
                                    + " "
                                    + call.httpRequest().path()
                                    + " "
                                    + call.peer().certificates().stream()
                                            .map(c -> c.getSubjectX500Principal().getName())
                                            .toList());
            case "wait" -> {
                CountDownLatch over = new CountDownLatch(1);
                call.onCancel(over::countDown);
                canceled.add("waiting");
                try {
                    over.await();
                } catch (InterruptedException e) {
                    // what a cancelled call's handler sees
                }
                canceled.add("canceled");
                yield text("late");
            }
            default -> text(asked + "!");
        };
    }
}
