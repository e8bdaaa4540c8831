package dev.maneki.example.greet;

import dev.maneki.connect.BidiStream;
import dev.maneki.connect.CallOptions;
import dev.maneki.connect.Client;
import dev.maneki.connect.ClientStream;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.ServerStream;
import dev.maneki.connect.netty.NettyTransport;
import dev.maneki.example.greet.v1.GreetAgainRequest;
import dev.maneki.example.greet.v1.GreetAgainResponse;
import dev.maneki.example.greet.v1.GreetEachRequest;
import dev.maneki.example.greet.v1.GreetEachResponse;
import dev.maneki.example.greet.v1.GreetGroupRequest;
import dev.maneki.example.greet.v1.GreetGroupResponse;
import dev.maneki.example.greet.v1.GreetRequest;
import dev.maneki.example.greet.v1.GreetServiceClient;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/** Calls each method of the greetings once, and prints what comes back. */
public final class GreetClient {
    private GreetClient() {}

    /** The arguments: the server's URL, and {@code connect}, {@code grpc} or {@code grpc_web}. */
    public static void main(String[] arguments) {
        URI base = URI.create(arguments.length > 0 ? arguments[0] : "http://localhost:8080");
        Protocol protocol =
                arguments.length > 1
                        ? Protocol.valueOf(arguments[1].toUpperCase(Locale.ROOT))
                        : Protocol.CONNECT;
        try (NettyTransport transport = NettyTransport.builder().build()) {
            Client client = Client.builder(transport, base).protocol(protocol).build();
            callAll(new GreetServiceClient(client));
        }
    }

    private static void callAll(GreetServiceClient greetings) {
        GreetRequest ann = GreetRequest.newBuilder().setName("Ann").build();
        System.out.println(greetings.greet(ann).getGreeting());

        CallOptions dutch =
                CallOptions.DEFAULT
                        .header("greet-language", "nl")
                        .timeout(Duration.ofSeconds(5))
                        .onResponse(info -> System.out.println(info.trailers()));
        System.out.println(greetings.greet(ann, dutch).getGreeting());

        GreetAgainRequest thrice =
                GreetAgainRequest.newBuilder().setName("Ann").setTimes(3).build();
        try (ServerStream<GreetAgainResponse> responses = greetings.greetAgain(thrice)) {
            for (GreetAgainResponse response : responses) {
                System.out.println(response.getGreeting());
            }
        }

        try (ClientStream<GreetGroupRequest, GreetGroupResponse> group = greetings.greetGroup()) {
            group.send(GreetGroupRequest.newBuilder().setName("Ann").build());
            group.send(GreetGroupRequest.newBuilder().setName("Bob").build());
            System.out.println(group.closeAndReceive().getGreeting());
        }

        try (BidiStream<GreetEachRequest, GreetEachResponse> each = greetings.greetEach()) {
            each.send(GreetEachRequest.newBuilder().setName("Ann").build());
            System.out.println(each.next().getGreeting());
            each.send(GreetEachRequest.newBuilder().setName("Bob").build());
            System.out.println(each.next().getGreeting());
            each.closeSend();
        }

        try {
            greetings.greet(GreetRequest.getDefaultInstance());
        } catch (ConnectException e) {
            System.out.println(e.getMessage());
        }
    }
}
