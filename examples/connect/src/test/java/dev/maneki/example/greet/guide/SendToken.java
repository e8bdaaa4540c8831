package dev.maneki.example.greet.guide;

import dev.maneki.connect.ClientHandler;
import dev.maneki.connect.ClientInterceptor;
import dev.maneki.connect.MethodSpec;

/** Shows the token with each call. */
final class SendToken implements ClientInterceptor {
    @Override
    public <I, O> ClientHandler<I, O> intercept(MethodSpec<I, O> method, ClientHandler<I, O> next) {
        return (call, receiver) -> {
            call.requestMetadata().set("authorization", "Bearer let-me-in");
            return next.start(call, receiver);
        };
    }
}
