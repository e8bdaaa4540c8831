package dev.maneki.proxy.exchange;

import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** All copies of one request. Event loop only. */
final class Mirrors {
    private final List<Mirror> open = new ArrayList<>(1);

    /** Begins those copies of {@code request} that chance and shares ask for. */
    void open(MirrorTarget[] targets, Worker worker, RequestHead request, RequestBody body) {
        // What came while an authorization server was asked waits for the backend, and for copies.
        boolean requestEnded = body.ended() && body.unsent().empty();
        for (MirrorTarget target : targets) {
            if (target.chosen(worker.random())) {
                Mirror mirror = Mirror.open(worker, target.upstream(), request, requestEnded);
                if (mirror != null) {
                    open.add(mirror);
                }
            }
        }
    }

    /** What has come of the body before they were opened, which stays where it is. */
    void catchUp(RequestBody body) {
        if (!body.unsent().empty()) {
            body.unsent().forEach(this::data);
            if (body.ended()) {
                end();
            }
        }
    }

    /** A chunk of the request's body, which stays the caller's. */
    void data(ByteBuf data) {
        open.forEach(mirror -> mirror.data(data));
    }

    /** The request's body has ended. */
    void end() {
        open.forEach(Mirror::end);
    }

    /** The request will never be whole. */
    void cancel() {
        open.forEach(Mirror::cancel);
    }
}
