package dev.maneki.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.stream.ServerStreamHandler;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ResourceLeakDetector;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A request on a connection that is kept costs next to no garbage. */
class Http1AllocationTest {
    private static final int WARM_UP = 5_000;
    private static final int MEASURED = 20_000;

    /** The embedded channel's own queues take some of it. */
    private static final long BYTES_PER_REQUEST = 256;

    private static final String REQUEST =
            "GET /api/v1/things?page=2 HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: curl/8.5.0\r\n"
                    + "Accept: */*\r\nAccept-Encoding: gzip, deflate\r\nCookie: a=b; c=d\r\n"
                    + "X-Request-Id: 0123456789abcdef\r\nConnection: keep-alive\r\n\r\n";

    /** Answers everything at once with a short body. */
    private static final class Echo implements ServerStreamHandler.Factory, ServerStreamHandler {
        private final ResponseHead head = new ResponseHead();
        private final ByteBuf body =
                Unpooled.unreleasableBuffer(
                        Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII));
        private int finished;

        Echo() {
            head.contentLength(5);
            head.fields().add(FieldNames.CONTENT_TYPE, "text/plain");
        }

        @Override
        public ServerStreamHandler open(ServerStream stream, boolean requestEnded) {
            stream.sendHead(head, false);
            body.readerIndex(0);
            stream.sendData(body, true);
            return this;
        }

        @Override
        public void refused(ServerConnection connection, Reason reason, int status, String detail) {
            throw new AssertionError(detail);
        }

        @Override
        public void onData(ByteBuf data) {
            data.release();
        }

        @Override
        public void onEnd(@Nullable HeaderFields trailers) {}

        @Override
        public void onReset(StreamFault fault) {}

        @Override
        public void onWritable() {}

        @Override
        public void onFinished() {
            finished++;
        }
    }

    @Test
    void allocatesNextToNothingPerRequest() {
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try {
            Echo echo = new Echo();
            EmbeddedChannel channel = new EmbeddedChannel();
            channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
            channel.pipeline()
                    .addLast(
                            new Http1ServerConnection(
                                    new Worker(0, channel.eventLoop()),
                                    TestPort.plain(),
                                    echo,
                                    null));
            ByteBuf request =
                    Unpooled.directBuffer().writeBytes(REQUEST.getBytes(StandardCharsets.US_ASCII));
            serve(channel, request, WARM_UP);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long start = threads.getCurrentThreadAllocatedBytes();
            serve(channel, request, MEASURED);
            long each = (threads.getCurrentThreadAllocatedBytes() - start) / MEASURED;
            assertThat(echo.finished).isEqualTo(WARM_UP + MEASURED);
            assertThat(each).isLessThan(BYTES_PER_REQUEST);
            request.release();
            channel.finishAndReleaseAll();
        } finally {
            ResourceLeakDetector.setLevel(before);
        }
    }

    private static void serve(EmbeddedChannel channel, ByteBuf request, int times) {
        for (int i = 0; i < times; i++) {
            channel.writeInbound(request.readerIndex(0).retain());
            ByteBuf response = channel.readOutbound();
            response.release();
        }
    }
}
