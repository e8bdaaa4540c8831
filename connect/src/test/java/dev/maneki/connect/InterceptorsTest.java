package dev.maneki.connect;

import static dev.maneki.connect.Greeter.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import dev.maneki.connect.inprocess.InProcessTransport;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interceptors see whole calls of all kinds, in the order in which they were given. */
@Timeout(60)
class InterceptorsTest {
    private static final Key<String> USER = Key.of("user");

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private static final List<MethodSpec<StringValue, StringValue>> METHODS =
            List.of(
                    Greeter.UNARY,
                    Greeter.SERVER_STREAM,
                    Greeter.CLIENT_STREAM,
                    Greeter.BIDI_STREAM);

    private Client client(boolean async, boolean token) {
        Router router =
                Router.builder()
                        .service(async ? Echo.async() : Echo.blocking())
                        .onError((call, thrown) -> {})
                        .interceptor(new Watching("outer"))
                        .interceptor(new Authenticating())
                        .interceptor(new Watching("inner"))
                        .build();
        return Client.builder(new InProcessTransport(router), URI.create("http://test"))
                .interceptor(new Signing(token ? "secret" : "wrong"))
                .build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theyStandAroundCallsOfAllKinds(boolean async) {
        Client client = client(async, true);
        for (MethodSpec<StringValue, StringValue> method : METHODS) {
            seen.clear();
            assertThat(Echo.call(client, method, text("1"))).isNotNull();
            assertThat(seen)
                    .containsExactlyInAnyOrder(
                            "outer start",
                            "inner start Ada",
                            "outer message",
                            "inner message",
                            "outer end",
                            "inner end",
                            "inner send",
                            "outer send",
                            "inner done",
                            "outer done",
                            "client message",
                            "client end null")
                    .satisfies(
                            all ->
                                    assertThat(all.indexOf("client message"))
                                            .isLessThan(all.indexOf("client end null")));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theyCanRefuse(boolean async) {
        Client client = client(async, false);
        for (MethodSpec<StringValue, StringValue> method : METHODS) {
            seen.clear();
            assertThatThrownBy(() -> Echo.call(client, method, text("1")))
                    .isInstanceOfSatisfying(
                            ConnectException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.UNAUTHENTICATED));
            assertThat(seen).contains("outer start").doesNotContain("inner start Ada");
        }
    }

    private final class Watching implements ServerInterceptor {
        private final String name;

        Watching(String name) {
            this.name = name;
        }

        @Override
        public <I, O> ServerHandler<I, O> intercept(
                MethodSpec<I, O> method, ServerHandler<I, O> next) {
            return (call, responder) -> {
                String user = call.attribute(USER);
                seen.add(name + " start" + (user == null ? "" : " " + user));
                Receiver<I> receiver = next.start(call, new WatchedResponder<>(responder, name));
                return new WatchedReceiver<>(receiver, name);
            };
        }
    }

    private final class WatchedReceiver<I> implements Receiver<I> {
        private final Receiver<I> receiver;
        private final String name;

        WatchedReceiver(Receiver<I> receiver, String name) {
            this.receiver = receiver;
            this.name = name;
        }

        @Override
        public void onMessage(I message) {
            seen.add(name + " message");
            receiver.onMessage(message);
        }

        @Override
        public void onEnd() {
            seen.add(name + " end");
            receiver.onEnd();
        }

        @Override
        public void onCancel(ConnectException why) {
            seen.add(name + " cancel");
            receiver.onCancel(why);
        }

        @Override
        public void onReady() {
            receiver.onReady();
        }
    }

    private final class WatchedResponder<O> implements Responder<O> {
        private final Responder<O> responder;
        private final String name;

        WatchedResponder(Responder<O> responder, String name) {
            this.responder = responder;
            this.name = name;
        }

        @Override
        public void request(int count) {
            responder.request(count);
        }

        @Override
        public void sendMetadata() {
            responder.sendMetadata();
        }

        @Override
        public void send(O message) {
            seen.add(name + " send");
            responder.send(message);
        }

        @Override
        public void end() {
            seen.add(name + " done");
            responder.end();
        }

        @Override
        public void fail(ConnectException error) {
            seen.add(name + " fail");
            responder.fail(error);
        }

        @Override
        public boolean ready() {
            return responder.ready();
        }
    }

    private static final class Authenticating implements ServerInterceptor {
        @Override
        public <I, O> ServerHandler<I, O> intercept(
                MethodSpec<I, O> method, ServerHandler<I, O> next) {
            return (call, responder) -> {
                if (!"secret".equals(call.requestMetadata().get("authorization"))) {
                    throw new ConnectException(Code.UNAUTHENTICATED, "who are you?");
                }
                call.attribute(USER, "Ada");
                return next.start(call, responder);
            };
        }
    }

    private final class Signing implements ClientInterceptor {
        private final String token;

        Signing(String token) {
            this.token = token;
        }

        @Override
        public <I, O> ClientHandler<I, O> intercept(
                MethodSpec<I, O> method, ClientHandler<I, O> next) {
            return (call, receiver) -> {
                call.requestMetadata().add("authorization", token);
                return next.start(
                        call,
                        new ResponseReceiver<>() {
                            @Override
                            public void onMetadata(Metadata metadata) {
                                receiver.onMetadata(metadata);
                            }

                            @Override
                            public void onMessage(O message) {
                                seen.add("client message");
                                receiver.onMessage(message);
                            }

                            @Override
                            public void onEnd(@Nullable ConnectException error, Metadata trailers) {
                                seen.add("client end " + (error == null ? null : error.code()));
                                receiver.onEnd(error, trailers);
                            }

                            @Override
                            public void onReady() {
                                receiver.onReady();
                            }
                        });
            };
        }
    }
}
