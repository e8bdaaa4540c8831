package dev.maneki.connect.jdk;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.StreamReset;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request and its response. All on its loop, but for what says otherwise. */
final class JdkStream implements HttpClientStream {
    private final SerialExecutor loop = new SerialExecutor();
    private final Handler handler;
    private final Consumer<JdkStream> onOver;
    private final RequestBody requestBody;
    private final ResponseBody responseBody = new ResponseBody(this);
    private @Nullable CompletableFuture<?> exchange;
    private boolean over;

    /**
     * A stream.
     *
     * @param length of the body, or -1
     * @param onOver called once nothing more comes
     */
    JdkStream(Handler handler, long length, Consumer<JdkStream> onOver) {
        this.handler = handler;
        this.onOver = onOver;
        this.requestBody = new RequestBody(loop, length, this::tellWritable);
    }

    /** What the JDK reads the request's body from. */
    RequestBody body() {
        return requestBody;
    }

    /** Sends the request. Any thread. */
    void begin(HttpClient client, HttpRequest request) {
        loop.execute(
                () -> {
                    if (!over) {
                        exchange = client.sendAsync(request, this::onResponse);
                        exchange.whenComplete(
                                (response, failure) -> {
                                    if (failure != null) {
                                        onFailure(failure);
                                    }
                                });
                    }
                });
    }

    // ---- the seam ----

    @Override
    public Executor executor() {
        return loop;
    }

    @Override
    public void sendData(byte[] array, int offset, int length, boolean end) {
        requestBody.sendData(array, offset, length, end);
    }

    @Override
    public void flush() {
        requestBody.flush();
    }

    @Override
    public boolean writable() {
        return requestBody.writable();
    }

    @Override
    public void pause() {
        responseBody.pause();
    }

    @Override
    public void resume() {
        responseBody.resume();
    }

    @Override
    public void cancel() {
        if (!over) {
            over();
            CompletableFuture<?> running = exchange;
            if (running != null) {
                running.cancel(true); // resets the stream, or closes the connection
            }
            responseBody.drop();
            requestBody.abort();
        }
    }

    private void over() {
        over = true;
        onOver.accept(this);
    }

    private void tellWritable() {
        if (!over) {
            handler.onWritable();
        }
    }

    // ---- the JDK's threads ----

    private ResponseBody onResponse(ResponseInfo response) {
        loop.execute(() -> receiveHead(response.statusCode(), response.headers().map()));
        return responseBody;
    }

    void onFailure(Throwable failure) {
        breakOff(Failures.reset(failure));
    }

    /** Breaks off, if it has not ended. Any thread. */
    void breakOff(StreamReset reset) {
        loop.execute(
                () -> {
                    if (!over) {
                        cancel();
                        handler.onReset(reset);
                    }
                });
    }

    // ---- the response, on the loop ----

    private void receiveHead(int status, Map<String, List<String>> headers) {
        if (over) {
            return;
        }
        Metadata fields = new Metadata();
        headers.forEach(
                (name, values) -> {
                    String lowerCase = name.toLowerCase(Locale.ROOT);
                    if (!lowerCase.startsWith(":")) {
                        values.forEach(value -> fields.append(lowerCase, value));
                    }
                });
        handler.onHead(status, fields.freeze(), false);
    }

    void receive(ByteBuffer data) {
        if (!over) {
            handler.onData(data);
        }
    }

    void receiveEnd() {
        if (!over) {
            over();
            requestBody.abort(); // whoever has answered reads no more
            handler.onEnd(Metadata.EMPTY);
        }
    }
}
