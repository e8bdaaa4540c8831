package dev.maneki.connect.inprocess;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.Router;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.Peer;
import dev.maneki.connect.http.StreamReset;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request and its response, with both their ends: two ways between two loops. */
final class InProcessStream {
    private final SerialExecutor clientLoop = new SerialExecutor();
    private final SerialExecutor serverLoop = new SerialExecutor();
    private final ClientEnd client;
    private final ServerEnd server;
    private final Way requests;
    private final Way responses;
    private final Consumer<InProcessStream> onEnd;

    InProcessStream(
            HttpRequest request,
            HttpClientStream.Handler handler,
            Consumer<InProcessStream> onEnd) {
        this.onEnd = onEnd;
        this.client = new ClientEnd(handler);
        this.server = new ServerEnd(request);
        this.requests = new Way(clientLoop, serverLoop, client::becomeWritable);
        this.responses = new Way(serverLoop, clientLoop, server::becomeWritable);
    }

    HttpClientStream client() {
        return client;
    }

    void serve(Router router, boolean end) {
        clientLoop.execute(() -> responses.start(client));
        serverLoop.execute(() -> router.serve(server));
        if (end) {
            clientLoop.execute(() -> requests.end(Metadata.EMPTY));
        }
    }

    /** Tells both ends that the stream is broken, as far as they have not ended. Any thread. */
    void breakOff(StreamReset.Cause cause, String detail) {
        StreamReset reset = new StreamReset(cause, detail);
        clientLoop.execute(() -> client.reset(reset));
        serverLoop.execute(() -> server.reset(reset));
    }

    /** The client's end; all on its loop. */
    private final class ClientEnd implements HttpClientStream, Way.Target {
        private final Handler handler;
        private boolean over;

        ClientEnd(Handler handler) {
            this.handler = handler;
        }

        @Override
        public Executor executor() {
            return clientLoop;
        }

        @Override
        public void sendData(byte[] array, int offset, int length, boolean end) {
            if (!over) {
                requests.data(array, offset, length, end);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void cancel() {
            if (!over) {
                over();
                StreamReset reset =
                        new StreamReset(StreamReset.Cause.CANCELED, "the client cancelled");
                serverLoop.execute(() -> server.reset(reset));
            }
        }

        private void over() {
            over = true;
            responses.drop();
            onEnd.accept(InProcessStream.this);
        }

        @Override
        public boolean writable() {
            return requests.writable();
        }

        void becomeWritable() {
            if (!over) {
                handler.onWritable();
            }
        }

        @Override
        public void pause() {
            responses.pause();
        }

        @Override
        public void resume() {
            responses.resume();
        }

        @Override
        public void onHead(Way.Head head) {
            if (head.end()) {
                over();
            }
            handler.onHead(head.status(), head.fields(), head.end());
        }

        @Override
        public void onData(ByteBuffer data) {
            handler.onData(data);
        }

        @Override
        public void onEnd(Metadata trailers) {
            over();
            handler.onEnd(trailers);
        }

        void reset(StreamReset reset) {
            if (!over) {
                over();
                handler.onReset(reset);
            }
        }
    }

    /** The server's end; all on its loop. */
    private final class ServerEnd implements HttpServerStream, Way.Target {
        private final HttpRequest request;
        private @Nullable Handler handler;
        private boolean over;

        ServerEnd(HttpRequest request) {
            this.request = request;
        }

        @Override
        public HttpRequest request() {
            return request;
        }

        @Override
        public Peer peer() {
            return Peer.UNKNOWN;
        }

        @Override
        public Executor executor() {
            return serverLoop;
        }

        @Override
        public void start(Handler handler) {
            this.handler = handler;
            requests.start(this);
        }

        @Override
        public void sendHead(int status, Metadata fields, boolean end) {
            if (!over) {
                responses.head(status, fields, end);
                endIf(end);
            }
        }

        @Override
        public void sendData(byte[] array, int offset, int length, boolean end) {
            if (!over) {
                responses.data(array, offset, length, end);
                endIf(end);
            }
        }

        @Override
        public void sendTrailers(Metadata trailers) {
            if (!over) {
                responses.end(trailers);
                endIf(true);
            }
        }

        /** After the response, the rest of the request is of no interest. */
        private void endIf(boolean end) {
            if (end) {
                over = true;
                requests.drop();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void reset(StreamReset.Cause cause) {
            if (!over) {
                endIf(true);
                StreamReset reset = new StreamReset(cause, "the server reset the stream");
                clientLoop.execute(() -> client.reset(reset));
            }
        }

        void reset(StreamReset reset) {
            if (!over) {
                endIf(true);
                if (handler != null) {
                    handler.onReset(reset);
                }
            }
        }

        @Override
        public boolean writable() {
            return responses.writable();
        }

        void becomeWritable() {
            if (!over && handler != null) {
                handler.onWritable();
            }
        }

        @Override
        public void pause() {
            requests.pause();
        }

        @Override
        public void resume() {
            requests.resume();
        }

        @Override
        public void onHead(Way.Head head) {
            throw new IllegalStateException("a request's head does not come this way");
        }

        @Override
        public void onData(ByteBuffer data) {
            if (handler != null) {
                handler.onData(data);
            }
        }

        @Override
        public void onEnd(Metadata trailers) {
            if (handler != null) {
                handler.onEnd(trailers);
            }
        }
    }
}
