package dev.maneki.connect.netty;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpClientTransport;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.StreamReset;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One request, and what came of it. */
final class TestCall implements HttpClientStream.Handler {
    /** What a whole response was. */
    record Response(int status, Metadata fields, byte[] body, Metadata trailers) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** It broke off. */
    static final class Reset extends RuntimeException {
        final transient StreamReset reset;

        Reset(StreamReset reset) {
            super(reset.toString());
            this.reset = reset;
        }
    }

    final CompletableFuture<Response> response = new CompletableFuture<>();
    final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
    final CountDownLatch head = new CountDownLatch(1);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private Metadata fields = Metadata.EMPTY;
    final HttpClientStream stream;
    volatile long received;
    volatile boolean pauses;
    volatile Runnable onWritable = () -> {};

    private TestCall(HttpClientTransport transport, HttpRequest request, boolean end) {
        stream = transport.open(request, end, this);
    }

    static TestCall open(
            HttpClientTransport transport,
            String scheme,
            int port,
            String method,
            String path,
            boolean end,
            String... fields) {
        int mark = path.indexOf('?');
        return new TestCall(
                transport,
                new HttpRequest(
                        method,
                        scheme,
                        "localhost:" + port,
                        mark < 0 ? path : path.substring(0, mark),
                        mark < 0 ? "" : path.substring(mark + 1),
                        Metadata.of(fields),
                        HttpVersion.HTTP_2),
                end);
    }

    TestCall send(byte[] data, boolean end) {
        stream.executor()
                .execute(
                        () -> {
                            stream.sendData(data, 0, data.length, end);
                            stream.flush();
                        });
        return this;
    }

    TestCall send(String text, boolean end) {
        return send(text.getBytes(StandardCharsets.UTF_8), end);
    }

    TestCall run(Runnable step) {
        stream.executor().execute(step);
        return this;
    }

    Response get() throws Exception {
        try {
            return response.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Reset reset ? reset : e;
        }
    }

    StreamReset.Cause reset() throws Exception {
        try {
            throw new AssertionError("a response: " + get());
        } catch (Reset e) {
            return e.reset.cause();
        }
    }

    @Override
    public void onHead(int status, Metadata fields, boolean end) {
        this.status = status;
        this.fields = fields;
        head.countDown();
        if (end) {
            onEnd(Metadata.EMPTY);
        }
    }

    @Override
    public void onData(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        received += bytes.length;
        if (pauses) {
            stream.pause();
            return;
        }
        body.writeBytes(bytes);
        pieces.add(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void onEnd(Metadata trailers) {
        if (!response.complete(new Response(status, fields, body.toByteArray(), trailers))) {
            throw new IllegalStateException("ended twice");
        }
    }

    @Override
    public void onReset(StreamReset reset) {
        if (!response.completeExceptionally(new Reset(reset))) {
            throw new IllegalStateException("ended twice");
        }
    }

    @Override
    public void onWritable() {
        onWritable.run();
    }
}
