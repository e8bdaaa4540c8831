package dev.maneki.connect;

import static dev.maneki.connect.Greeter.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import dev.maneki.connect.compress.Compressions;
import dev.maneki.connect.inprocess.InProcessTransport;
import java.net.URI;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls by their events, and what their options say in place of the client's settings. */
@Timeout(60)
class ClientHingeTest {
    private static Client client(Protocol protocol) {
        Service service =
                Service.builder(Greeter.NAME)
                        .unary(
                                Greeter.UNARY,
                                (request, call) -> {
                                    String gzip = call.httpRequest().fields().get("grpc-encoding");
                                    return text(request.getValue().charAt(0) + " " + gzip);
                                })
                        .bidiStream(
                                Greeter.BIDI_STREAM,
                                (requests, responses, call) -> requests.forEach(responses::send))
                        .build();
        Router router = Router.builder().service(service).build();
        return Client.builder(new InProcessTransport(router), URI.create("http://test/"))
                .protocol(protocol)
                .build();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void responsesComeAsTheyAreAskedFor(Protocol protocol) throws Exception {
        LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
        RequestSender<StringValue> sender =
                client(protocol)
                        .start(
                                Greeter.BIDI_STREAM,
                                CallOptions.DEFAULT,
                                new ResponseReceiver<>() {
                                    @Override
                                    public void onMetadata(Metadata metadata) {}

                                    @Override
                                    public void onMessage(StringValue message) {
                                        events.add(message.getValue());
                                    }

                                    @Override
                                    public void onEnd(
                                            @Nullable ConnectException error, Metadata trailers) {
                                        events.add("end " + error);
                                    }
                                });
        sender.send(text("a"));
        sender.send(text("b"));
        sender.end();

        sender.request(1);
        assertThat(events.take()).isEqualTo("a");
        events.add("asked again"); // nothing came meanwhile
        sender.request(1);

        assertThat(events.take()).isEqualTo("asked again");
        assertThat(events.take()).isEqualTo("b");
        assertThat(events.take()).isEqualTo("end null");
    }

    @Test
    void aCallHasItsOwnLimit() {
        Client client = client(Protocol.GRPC);

        assertThatThrownBy(
                        () ->
                                client.unary(
                                        Greeter.UNARY,
                                        text("x"),
                                        CallOptions.DEFAULT.maxMessageBytes(3)))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED));
        assertThat(client.unary(Greeter.UNARY, text("x"), CallOptions.DEFAULT))
                .isEqualTo(text("x null"));
    }

    @Test
    void aCallHasItsOwnCompression() {
        CallOptions gzip = CallOptions.DEFAULT.sendCompression(Compressions.GZIP);

        assertThat(client(Protocol.GRPC).unary(Greeter.UNARY, text("x".repeat(2000)), gzip))
                .isEqualTo(text("x gzip"));
    }
}
