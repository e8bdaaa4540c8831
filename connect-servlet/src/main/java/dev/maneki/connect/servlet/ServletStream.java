package dev.maneki.connect.servlet;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.Router;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.Peer;
import dev.maneki.connect.http.StreamReset;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A servlet request and its response as a stream. */
final class ServletStream implements HttpServerStream, AsyncListener {
    /** The attribute under which a stream that is broken off says why, when dispatched again. */
    static final String ABORT = ServletStream.class.getName() + ".abort";

    private final AsyncContext context;
    private final HttpRequest head;
    private final Peer peer;
    private final SerialExecutor loop = new SerialExecutor();
    private final RequestBody requestBody;
    private final ResponseBody responseBody;
    private final boolean dropsByItself;
    private final AtomicBoolean completed = new AtomicBoolean();

    // The loop's.
    private @Nullable Handler handler;
    private boolean over;

    ServletStream(AsyncContext context, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        this.context = context;
        this.head = RequestHead.of(request);
        this.peer = RequestHead.peer(request);
        // Up to its maxSwallowSize; and it lets nobody read a request once the response is closed.
        this.dropsByItself =
                request.getServletContext().getServerInfo().startsWith("Apache Tomcat");
        this.requestBody = new RequestBody(this, request);
        this.responseBody = new ResponseBody(this, response);
    }

    /** Serves the request. In the thread that was handed it; what it says comes after. */
    void serve(Router router) {
        context.addListener(this);
        loop.executeHere(() -> router.serve(this));
        requestBody.open();
        responseBody.open();
    }

    SerialExecutor loop() {
        return loop;
    }

    /** Whether nothing is to be read or written any more. The loop. */
    boolean over() {
        return over;
    }

    // ---- the seam ----

    @Override
    public HttpRequest request() {
        return head;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Executor executor() {
        return loop;
    }

    @Override
    public void start(Handler handler) {
        this.handler = handler;
        requestBody.start(handler);
    }

    @Override
    public void sendHead(int status, Metadata fields, boolean end) {
        responseBody.sendHead(head, status, fields, end);
    }

    @Override
    public void sendData(byte[] array, int offset, int length, boolean end) {
        responseBody.sendData(array, offset, length, end);
    }

    @Override
    public void sendTrailers(Metadata trailers) {
        responseBody.sendTrailers(trailers);
    }

    @Override
    public void flush() {
        responseBody.flush();
    }

    @Override
    public boolean writable() {
        return responseBody.writable();
    }

    @Override
    public void pause() {
        requestBody.pause();
    }

    @Override
    public void resume() {
        requestBody.resume();
    }

    /**
     * The API has no word for it. Every container breaks off a response that has begun when its
     * servlet throws, so it is asked to call the servlet once more, which throws.
     */
    @Override
    public void reset(StreamReset.Cause cause) {
        if (over) {
            return;
        }
        end();
        try {
            context.getRequest().setAttribute(ABORT, cause);
            context.dispatch();
            completed.set(true);
        } catch (IllegalStateException e) {
            complete(); // it is about to end already
        }
    }

    // ---- the two bodies, on the loop ----

    void tellWritable() {
        if (handler != null) {
            handler.onWritable();
        }
    }

    /**
     * Whether to complete now could cost the client the response. Over HTTP/1.1 Jetty closes a
     * connection whose request it has not read whole, and who still writes to a closed connection
     * may never read what came before (RFC 9112, section 9.6). HTTP/2 has RST_STREAM for it.
     */
    boolean early() {
        return !dropsByItself && !head.version().fullDuplex() && !requestBody.ended();
    }

    /** The response is whole, and written; the request is not, and nobody wants its rest. */
    void dropRest() {
        end();
        requestBody.drop();
    }

    /** The response is whole, and written; and so is the request, or enough of it was dropped. */
    void complete() {
        end();
        completeNow();
    }

    private void end() {
        over = true;
        responseBody.drop();
    }

    private void completeNow() {
        if (completed.compareAndSet(false, true)) {
            try {
                context.complete();
            } catch (IllegalStateException e) {
                // The container has failed meanwhile, and ends the request by itself.
            }
        }
    }

    /**
     * Nothing can be read or written any more. A container that has met with a failure ends the
     * request in a thread of its own, and calls {@link #onError} there; to end it from elsewhere at
     * the same time could hit the request that Tomcat's objects serve next.
     */
    void fail(Throwable failure) {
        tellReset(failure);
        if (loop.isHere()) {
            completeNow();
        } else if (!completed.get()) {
            try {
                context.start(this::completeNow);
            } catch (RuntimeException e) {
                // It is ending the request already.
            }
        }
    }

    private void tellReset(Throwable failure) {
        if (!over) {
            boolean concluded = responseBody.ended();
            end();
            if (handler != null && !concluded) {
                handler.onReset(Failures.reset(failure));
            }
        }
    }

    // ---- the container's threads ----

    /** When this returns, the request's objects may serve another: so nobody may be using them. */
    void onFailure(Throwable failure) {
        loop.executeHereAndWait(() -> tellReset(failure));
        completeNow();
    }

    @Override
    public void onError(AsyncEvent event) {
        Throwable failure = event.getThrowable();
        onFailure(failure == null ? new IOException("the container gave no reason") : failure);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        onFailure(new IOException("the container's time for requests was over"));
    }

    @Override
    public void onComplete(AsyncEvent event) {
        completed.set(true);
        loop.executeHereAndWait(
                () -> tellReset(new IOException("the container ended the request")));
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Only by whoever dispatches; nobody does but reset.
    }
}
