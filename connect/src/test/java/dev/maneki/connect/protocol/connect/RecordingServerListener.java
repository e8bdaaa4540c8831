package dev.maneki.connect.protocol.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.maneki.connect.ConnectException;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.ServerExchange;
import java.util.ArrayList;
import java.util.List;

/** Writes down what is told of a request. */
final class RecordingServerListener implements ServerExchange.Listener {
    final List<String> events = new ArrayList<>();

    static String text(Payload payload) {
        return new String(payload.array(), payload.offset(), payload.length(), UTF_8)
                + (payload.compressed() ? " (compressed)" : "");
    }

    @Override
    public void onPayload(Payload payload) {
        if (payload.offset() < Payload.HEADROOM) {
            throw new AssertionError("a payload without headroom");
        }
        events.add("message " + text(payload));
    }

    @Override
    public void onRequestEnd() {
        events.add("end");
    }

    @Override
    public void onFault(ConnectException fault) {
        events.add("fault " + fault.code());
    }

    @Override
    public void onReset(StreamReset reset) {
        events.add("reset " + reset.cause());
    }

    @Override
    public void onWritable() {
        events.add("writable");
    }
}
