package dev.maneki.connect.netty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BatchedFrameWriterTest {
    private final ChannelInboundHandlerAdapter handler = new ChannelInboundHandlerAdapter();
    private final EmbeddedChannel channel = new EmbeddedChannel(handler);
    private final ChannelHandlerContext context = channel.pipeline().context(handler);
    private final BatchedFrameWriter writer = BatchedFrameWriter.create();

    @AfterEach
    void close() {
        writer.close();
        channel.finishAndReleaseAll();
    }

    @Test
    void framesOfCallsLeaveAsOneBuffer() throws Exception {
        headers(1, "one", false);
        data(1, 100, false);
        headers(3, "two", true);
        writer.writeWindowUpdate(context, 0, 77, context.newPromise());
        channel.flush();
        assertThat(channel.outboundMessages()).isEmpty();

        writer.push(context);
        channel.flush();
        assertThat(channel.outboundMessages()).hasSize(1);
        assertThat(read()).containsExactly("1 one", "1 data 100", "3 two end", "0 window 77");
    }

    @Test
    void rareFramesKeepTheirPlace() throws Exception {
        headers(1, "one", false);
        writer.writePing(context, true, 5, context.newPromise());
        headers(3, "two", false);
        writer.writeRstStream(context, 1, 8, context.newPromise());
        channel.flush();

        assertThat(read()).containsExactly("1 one", "ping 5", "3 two", "1 reset 8");
    }

    @Test
    void longDataKeepsItsPlace() throws Exception {
        headers(1, "one", false);
        data(1, 10_000, false);
        data(1, 10, true);
        writer.push(context);
        channel.flush();

        assertThat(read()).containsExactly("1 one", "1 data 10000", "1 data 10 end");
    }

    @Test
    void dataIsCutToFrames() throws Exception {
        data(1, 16_384 * 2 + 3, true);
        writer.push(context);
        channel.flush();

        assertThat(read()).containsExactly("1 data 16384", "1 data 16384", "1 data 3 end");
    }

    @Test
    void aBlockLongerThanAFrameIsContinued() throws Exception {
        headers(1, "~".repeat(40_000), true);
        headers(3, "two", false);
        writer.push(context);
        channel.flush();

        assertThat(read()).containsExactly("1 " + "~".repeat(40_000) + " end", "3 two");
    }

    @Test
    void nothingIsKeptOnceItIsClosed() {
        writer.close();
        ByteBuf data = Unpooled.directBuffer().writeZero(10);

        assertThat(writer.writeData(context, 1, data, 0, true, context.newPromise()).cause())
                .isNotNull();
        assertThat(data.refCnt()).isZero();
    }

    private void headers(int streamId, String value, boolean end) {
        Http2Headers headers = new DefaultHttp2Headers().add("x", value);
        writer.writeHeaders(context, streamId, headers, 0, end, context.newPromise());
    }

    private void data(int streamId, int length, boolean end) {
        ByteBuf data = context.alloc().directBuffer().writeZero(length);
        writer.writeData(context, streamId, data, 0, end, context.newPromise());
    }

    private List<String> read() throws Http2Exception {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        Frames frames = new Frames();
        try (DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader(false)) {
            reader.configuration().headersConfiguration().maxHeaderListSize(100_000, 100_000);
            while (all.isReadable()) {
                reader.readFrame(context, all, frames);
            }
        }
        return frames.seen;
    }

    private static final class Frames extends Http2FrameAdapter {
        private final List<String> seen = new ArrayList<>();

        @Override
        public int onDataRead(
                ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean end) {
            seen.add(id + " data " + data.readableBytes() + (end ? " end" : ""));
            return data.readableBytes();
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int id,
                Http2Headers headers,
                int padding,
                boolean end) {
            seen.add(id + " " + headers.get("x") + (end ? " end" : ""));
        }

        @Override
        public void onWindowUpdateRead(ChannelHandlerContext context, int id, int increment) {
            seen.add(id + " window " + increment);
        }

        @Override
        public void onPingAckRead(ChannelHandlerContext context, long data) {
            seen.add("ping " + data);
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext context, int id, long errorCode) {
            seen.add(id + " reset " + errorCode);
        }
    }
}
