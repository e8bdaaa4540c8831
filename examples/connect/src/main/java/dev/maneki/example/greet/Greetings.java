package dev.maneki.example.greet;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.ErrorDetail;
import dev.maneki.connect.Requests;
import dev.maneki.connect.Responses;
import dev.maneki.connect.ServerCall;
import dev.maneki.example.greet.v1.GreetAgainRequest;
import dev.maneki.example.greet.v1.GreetAgainResponse;
import dev.maneki.example.greet.v1.GreetEachRequest;
import dev.maneki.example.greet.v1.GreetEachResponse;
import dev.maneki.example.greet.v1.GreetGroupRequest;
import dev.maneki.example.greet.v1.GreetGroupResponse;
import dev.maneki.example.greet.v1.GreetRequest;
import dev.maneki.example.greet.v1.GreetResponse;
import dev.maneki.example.greet.v1.GreetService;
import dev.maneki.example.greet.v1.WrongField;
import java.util.ArrayList;
import java.util.List;

/** The service: a method of its interface for each of the .proto file's. Thread-safe. */
public final class Greetings implements GreetService {
    private static final int MAX_TIMES = 1000;

    @Override
    public GreetResponse greet(GreetRequest request, ServerCall call) {
        String greeting = hello(call) + ", " + checked(request.getName()) + "!";
        call.responseTrailers().add("greet-count", "1");
        return GreetResponse.newBuilder().setGreeting(greeting).build();
    }

    @Override
    public void greetAgain(
            GreetAgainRequest request, Responses<GreetAgainResponse> responses, ServerCall call)
            throws InterruptedException {
        String greeting = hello(call) + ", " + checked(request.getName()) + "!";
        if (request.getTimes() < 1 || request.getTimes() > MAX_TIMES) {
            throw wrong("times", "it must be 1 to " + MAX_TIMES + "; got " + request.getTimes());
        }
        for (int i = 0; i < request.getTimes(); i++) {
            if (i > 0) {
                Thread.sleep(request.getPause().getSeconds() * 1000, request.getPause().getNanos());
            }
            responses.send(GreetAgainResponse.newBuilder().setGreeting(greeting).build());
        }
        call.responseTrailers().add("greet-count", Integer.toString(request.getTimes()));
    }

    @Override
    public GreetGroupResponse greetGroup(Requests<GreetGroupRequest> requests, ServerCall call) {
        List<String> names = new ArrayList<>();
        for (GreetGroupRequest request : requests) {
            names.add(checked(request.getName()));
        }
        call.responseTrailers().add("greet-count", Integer.toString(names.size()));
        return GreetGroupResponse.newBuilder()
                .setGreeting(hello(call) + ", " + String.join(", ", names) + "!")
                .setPeople(names.size())
                .build();
    }

    @Override
    public void greetEach(
            Requests<GreetEachRequest> requests,
            Responses<GreetEachResponse> responses,
            ServerCall call) {
        int count = 0;
        for (GreetEachRequest request : requests) {
            String greeting = hello(call) + ", " + checked(request.getName()) + "!";
            responses.send(GreetEachResponse.newBuilder().setGreeting(greeting).build());
            count++;
        }
        call.responseTrailers().add("greet-count", Integer.toString(count));
    }

    /** The word of the language that the caller asked for; the answer says which it was. */
    private static String hello(ServerCall call) {
        boolean dutch = "nl".equals(call.requestMetadata().get("greet-language"));
        if (!call.responseMetadata().has("greet-language")) {
            call.responseMetadata().add("greet-language", dutch ? "nl" : "en");
        }
        return dutch ? "Hallo" : "Hello";
    }

    private static String checked(String name) {
        if (name.isBlank()) {
            throw wrong("name", "it is empty");
        }
        return name;
    }

    private static ConnectException wrong(String field, String reason) {
        return new ConnectException(Code.INVALID_ARGUMENT, field + ": " + reason)
                .withDetail(
                        ErrorDetail.of(
                                WrongField.newBuilder().setField(field).setReason(reason).build()));
    }
}
