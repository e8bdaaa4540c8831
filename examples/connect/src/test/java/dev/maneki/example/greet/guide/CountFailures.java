package dev.maneki.example.greet.guide;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.MethodSpec;
import dev.maneki.connect.Responder;
import dev.maneki.connect.ServerHandler;
import dev.maneki.connect.ServerInterceptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls that handlers fail, by code. */
final class CountFailures implements ServerInterceptor {
    final Map<Code, LongAdder> failures = new ConcurrentHashMap<>();

    @Override
    public <I, O> ServerHandler<I, O> intercept(MethodSpec<I, O> method, ServerHandler<I, O> next) {
        return (call, responder) -> next.start(call, new Counting<>(responder));
    }

    private final class Counting<O> implements Responder<O> {
        private final Responder<O> responder;

        Counting(Responder<O> responder) {
            this.responder = responder;
        }

        @Override
        public void fail(ConnectException error) {
            failures.computeIfAbsent(error.code(), code -> new LongAdder()).increment();
            responder.fail(error);
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
            responder.send(message);
        }

        @Override
        public void end() {
            responder.end();
        }

        @Override
        public boolean ready() {
            return responder.ready();
        }
    }
}
