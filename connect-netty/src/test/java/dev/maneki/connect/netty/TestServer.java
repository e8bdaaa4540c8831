package dev.maneki.connect.netty;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.StreamReset;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * What the tests' servers do with a request, by its path. Each path shows one way of using a
 * stream.
 */
final class TestServer implements Consumer<HttpServerStream> {
    /** What was told of streams that broke off. */
    final BlockingQueue<StreamReset> resets = new LinkedBlockingQueue<>();

    /** Streams that wait for the test, of {@code /hold}. */
    final BlockingQueue<HttpServerStream> held = new LinkedBlockingQueue<>();

    /** Bodies of whole requests, as they were received. */
    final BlockingQueue<byte[]> bodies = new LinkedBlockingQueue<>();

    /** Bytes received by {@code /paused}. */
    volatile long received;

    /** Bytes sent by {@code /flood}. */
    volatile long sent;

    @Override
    public void accept(HttpServerStream stream) {
        stream.start(
                switch (stream.request().path()) {
                    case "/echo" -> new Echo(stream);
                    case "/early" -> new Early(stream);
                    case "/flood" -> new Flood(stream);
                    case "/hold" -> new Hold(stream);
                    case "/paused" -> new Paused(stream);
                    case "/reset" -> new Resetting(stream);
                    case "/describe" -> new Describe(stream);
                    default -> new Whole(stream);
                });
    }

    /** Takes the whole request, and answers with its body, as unary calls do. */
    private class Whole implements HttpServerStream.Handler {
        final HttpServerStream stream;
        final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Whole(HttpServerStream stream) {
            this.stream = stream;
        }

        @Override
        public void onData(ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            body.writeBytes(bytes);
        }

        @Override
        public void onEnd(Metadata trailers) {
            bodies.add(body.toByteArray());
            answer(stream, body.toByteArray());
        }

        @Override
        public void onReset(StreamReset reset) {
            resets.add(reset);
        }

        @Override
        public void onWritable() {}
    }

    static void answer(HttpServerStream stream, byte[] body) {
        stream.sendHead(
                200,
                Metadata.of(
                        "content-type",
                        "application/proto",
                        "content-length",
                        Integer.toString(body.length)),
                false);
        stream.sendData(body, 0, body.length, true);
        stream.flush();
    }

    /** Says what it was asked, and by whom. */
    private final class Describe extends Whole {
        Describe(HttpServerStream stream) {
            super(stream);
        }

        @Override
        public void onEnd(Metadata trailers) {
            answer(
                    stream,
                    (stream.request()
                                    + "\n"
                                    + trailers
                                    + "\n"
                                    + stream.peer().certificates().stream()
                                            .map(c -> c.getSubjectX500Principal().getName())
                                            .toList())
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Sends back each piece as it comes, and trailers. */
    private final class Echo extends Whole {
        Echo(HttpServerStream stream) {
            super(stream);
            stream.sendHead(200, Metadata.of("content-type", "application/grpc"), false);
            stream.flush();
        }

        @Override
        public void onData(ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            stream.sendData(bytes, 0, bytes.length, false);
            stream.flush();
            if (!stream.writable()) {
                stream.pause();
            }
        }

        @Override
        public void onWritable() {
            stream.resume();
        }

        @Override
        public void onEnd(Metadata trailers) {
            stream.sendTrailers(Metadata.of("grpc-status", "0"));
            stream.flush();
        }
    }

    /** Answers before the request's body has come. */
    private final class Early extends Whole {
        Early(HttpServerStream stream) {
            super(stream);
            stream.sendHead(413, Metadata.EMPTY, true);
            stream.flush();
        }

        @Override
        public void onEnd(Metadata trailers) {}
    }

    /** Sends without end, as fast as it may. */
    private final class Flood extends Whole {
        Flood(HttpServerStream stream) {
            super(stream);
        }

        @Override
        public void onEnd(Metadata trailers) {
            stream.sendHead(200, Metadata.EMPTY, false);
            onWritable();
        }

        @Override
        public void onWritable() {
            while (stream.writable()) {
                sent += 1000;
                stream.sendData(new byte[1000], 0, 1000, false);
            }
            stream.flush();
        }
    }

    /** Waits until the test answers. */
    private final class Hold extends Whole {
        Hold(HttpServerStream stream) {
            super(stream);
        }

        @Override
        public void onEnd(Metadata trailers) {
            held.add(stream);
        }
    }

    /** Wants no more after its first bytes, until the test resumes it. */
    private final class Paused extends Whole {
        Paused(HttpServerStream stream) {
            super(stream);
        }

        @Override
        public void onData(ByteBuffer data) {
            if (received == 0) {
                stream.pause();
                held.add(stream);
            }
            received += data.remaining();
        }

        @Override
        public void onEnd(Metadata trailers) {
            answer(stream, Long.toString(received).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Begins a response, and breaks it off. */
    private final class Resetting extends Whole {
        Resetting(HttpServerStream stream) {
            super(stream);
        }

        @Override
        public void onEnd(Metadata trailers) {
            stream.sendHead(200, Metadata.EMPTY, false);
            stream.sendData(new byte[10], 0, 10, false);
            stream.flush();
            stream.reset(StreamReset.Cause.OVERLOADED);
        }
    }
}
