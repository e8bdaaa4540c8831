package dev.maneki.proxy.http2;

import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Gathers one response. */
final class TestClient implements ClientStreamHandler {
    /** A response whole, or the fault instead. */
    record Response(
            int status, String fields, byte[] body, String trailers, @Nullable StreamFault fault) {}

    final CompletableFuture<Response> response = new CompletableFuture<>();
    final CompletableFuture<Integer> head = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private String fields = "";

    @Override
    public void onInformational(ResponseHead informational) {}

    @Override
    public void onHead(ResponseHead received, boolean end) {
        status = received.status();
        fields = received.fields().toString();
        head.complete(status);
        if (end) {
            complete("", null);
        }
    }

    @Override
    public void onData(ByteBuf data) {
        byte[] bytes = new byte[data.readableBytes()];
        data.readBytes(bytes);
        data.release();
        body.writeBytes(bytes);
    }

    @Override
    public void onEnd(@Nullable HeaderFields trailers) {
        complete(trailers == null ? "" : trailers.toString(), null);
    }

    @Override
    public void onReset(StreamFault fault) {
        complete("", fault);
    }

    @Override
    public void onWritable() {}

    private void complete(String trailers, @Nullable StreamFault fault) {
        response.complete(new Response(status, fields, body.toByteArray(), trailers, fault));
    }
}
