package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.protocol.ClientExchange;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ResponseMeta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what is told of an answer. */
final class RecordingClientListener implements ClientExchange.Listener {
    final List<String> events = new ArrayList<>();
    private @Nullable ResponseMeta meta;
    private @Nullable ResponseEnd end;

    ResponseMeta meta() {
        if (meta == null) {
            throw new AssertionError("nothing was told before the messages");
        }
        return meta;
    }

    ConnectException error() {
        if (end == null || end.error() == null) {
            throw new AssertionError("no error was told: " + events);
        }
        return end.error();
    }

    Metadata trailers() {
        if (end == null) {
            throw new AssertionError("no end was told: " + events);
        }
        return end.trailers();
    }

    @Override
    public void onMeta(ResponseMeta meta) {
        if (this.meta != null || !events.isEmpty()) {
            throw new AssertionError("told too late or twice");
        }
        this.meta = meta;
        events.add("meta");
    }

    @Override
    public void onPayload(Payload payload) {
        if (payload.offset() < Payload.HEADROOM) {
            throw new AssertionError("a payload without headroom");
        }
        events.add("message " + RecordingServerListener.text(payload));
    }

    @Override
    public void onEnd(ResponseEnd end) {
        if (this.end != null) {
            throw new AssertionError("two ends");
        }
        this.end = end;
        events.add(end.error() == null ? "end" : "error " + end.error().code());
    }

    @Override
    public void onWritable() {
        events.add("writable");
    }
}
