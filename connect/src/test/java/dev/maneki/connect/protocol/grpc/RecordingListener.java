package dev.maneki.connect.protocol.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.maneki.connect.ConnectException;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.ServerExchange;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a server's exchange tells, as text. */
final class RecordingListener implements ServerExchange.Listener {
    final List<String> events = new ArrayList<>();

    @Override
    public void onPayload(Payload payload) {
        String text = new String(payload.array(), payload.offset(), payload.length(), UTF_8);
        events.add((payload.compressed() ? "compressed " : "message ") + text);
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
