package dev.maneki.proxy.http2;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.stream.ServerStreamHandler;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps what one request brings, and answers only when the test does. */
final class HeadKeeper implements ServerStreamHandler.Factory, ServerStreamHandler {
    final List<String> events = new ArrayList<>();
    private @Nullable ServerStream stream;

    WirePeer peer() {
        return WirePeer.client(Limits.DEFAULT, this);
    }

    ServerStream stream() {
        return Objects.requireNonNull(stream);
    }

    RequestHead head() {
        return stream().request();
    }

    String fields() {
        return head().fields().toString();
    }

    @Override
    public ServerStreamHandler open(ServerStream opened, boolean requestEnded) {
        stream = opened;
        return this;
    }

    @Override
    public void refused(ServerConnection connection, Reason reason, int status, String detail) {
        events.add("refused " + status);
    }

    @Override
    public void onData(ByteBuf data) {
        events.add("data " + data.toString(StandardCharsets.ISO_8859_1));
        data.release();
    }

    @Override
    public void onEnd(@Nullable HeaderFields trailers) {
        events.add(trailers == null ? "end" : "end " + trailers);
    }

    @Override
    public void onReset(StreamFault fault) {
        events.add("reset " + fault.reason());
    }

    @Override
    public void onWritable() {
        events.add("writable");
    }

    @Override
    public void onFinished() {
        events.add("finished");
    }
}
