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
    void open(MirrorTarget[] targets, Worker worker, RequestHead request, boolean requestEnded) {
        for (MirrorTarget target : targets) {
            if (target.chosen(worker.random())) {
                Mirror mirror = Mirror.open(worker, target.upstream(), request, requestEnded);
                if (mirror != null) {
                    open.add(mirror);
                }
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
