package dev.maneki.proxy.http2;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.stream.ServerStreamHandler;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Answers each request by what it was: a body comes back as it came, trailers too; {@code
 * /bytes?NUMBER} gives so many bytes; {@code /wait} no answer; an upgrade becomes a tunnel. It
 * keeps what happened.
 */
final class EchoExchange implements ServerStreamHandler.Factory {
    static final FieldName PATH = FieldName.of("x-path");

    final List<String> events = new CopyOnWriteArrayList<>();
    final List<StreamFault> faults = new CopyOnWriteArrayList<>();

    @Override
    public ServerStreamHandler open(ServerStream stream, boolean requestEnded) {
        events.add("open " + stream.request());
        return new Exchange(stream, requestEnded);
    }

    @Override
    public void refused(ServerConnection connection, Reason reason, int status, String detail) {
        events.add("refused " + status + " " + detail);
    }

    private final class Exchange implements ServerStreamHandler {
        private final ServerStream stream;
        private int left;
        private boolean silent;

        Exchange(ServerStream stream, boolean requestEnded) {
            this.stream = stream;
            ResponseHead head = new ResponseHead();
            head.fields().add(FieldNames.CONTENT_TYPE, "text/plain");
            head.fields().add(PATH, stream.request().path().toString());
            if (stream.request().path().toString().equals("/wait")) {
                silent = true;
                return;
            }
            boolean declines = stream.request().path().toString().equals("/declines");
            if (!stream.request().upgrade().isEmpty() && !declines) {
                head.status(101);
                head.upgrade(stream.request().upgrade());
                stream.sendHead(head, false);
            } else if (!requestEnded) {
                stream.sendHead(head, false);
            } else if (stream.request().path().toString().equals("/bytes")) {
                left = Integer.parseInt(stream.request().query().toString());
                stream.sendHead(head, left == 0);
                sendBytes();
            } else {
                byte[] body = "hello\n".getBytes(StandardCharsets.US_ASCII);
                head.fields().add(FieldNames.CONTENT_LENGTH, "6");
                head.contentLength(6);
                stream.sendHead(head, false);
                stream.sendData(Unpooled.wrappedBuffer(body), true);
            }
        }

        private void sendBytes() {
            while (left > 0 && stream.writable()) {
                int count = Math.min(left, 40_000);
                left -= count;
                ByteBuf data = Unpooled.wrappedBuffer(new byte[count]);
                stream.sendData(data, left == 0);
            }
        }

        @Override
        public void onData(ByteBuf data) {
            if (silent) {
                data.release();
                return;
            }
            stream.sendData(data, false);
            if (!stream.writable()) {
                stream.pauseRequest();
            }
        }

        @Override
        public void onEnd(@Nullable HeaderFields trailers) {
            events.add("end");
            if (silent) {
                return;
            }
            if (trailers == null) {
                stream.sendData(Unpooled.EMPTY_BUFFER, true);
            } else {
                stream.sendTrailers(trailers);
            }
        }

        @Override
        public void onReset(StreamFault fault) {
            events.add("reset " + fault.reason());
            faults.add(fault);
        }

        @Override
        public void onWritable() {
            sendBytes();
            stream.resumeRequest();
        }

        @Override
        public void onFinished() {
            events.add("finished");
        }
    }
}
