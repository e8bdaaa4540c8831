package dev.maneki.example.greet.guide;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Key;
import dev.maneki.connect.MethodSpec;
import dev.maneki.connect.ServerHandler;
import dev.maneki.connect.ServerInterceptor;

/** Lets in whoever knows the token, and tells handlers who that is. */
final class RequireToken implements ServerInterceptor {
    static final Key<String> USER = Key.of("user");

    @Override
    public <I, O> ServerHandler<I, O> intercept(MethodSpec<I, O> method, ServerHandler<I, O> next) {
        return (call, responder) -> {
            if (!"Bearer let-me-in".equals(call.requestMetadata().get("authorization"))) {
                throw new ConnectException(Code.UNAUTHENTICATED, "a token is needed");
            }
            call.attribute(USER, "ann");
            return next.start(call, responder);
        };
    }
}
