package dev.maneki.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.maneki.proxy.Limits;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any bytes at both halves and at HPACK: no exception gets out, no buffer is lost, and what is held
 * stays bounded. The seeded tests feed sequences of frames that make some sense.
 */
class Http2FuzzTest {
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                    .getBytes(StandardCharsets.US_ASCII);

    /**
     * The window of the connection, a frame's worth of the rest, and what echoes wait to go out.
     */
    private static final long MOST_HELD = 3L * Http2Connection.CONNECTION_WINDOW;

    @FuzzTest
    void aServerTakesAnyBytes(byte[] input) {
        feedServer(input, 1 + input.length / 3);
    }

    @FuzzTest
    void aClientTakesAnyBytes(byte[] input) {
        feedClient(input, 1 + input.length / 3);
    }

    @FuzzTest
    void hpackTakesAnyBytes(byte[] input) {
        HpackDecoder decoder = new HpackDecoder(4096);
        RequestHeadDecoder sink = new RequestHeadDecoder();
        for (int round = 0; round < 2; round++) {
            RequestHead head = new RequestHead();
            sink.start(head, 65_536, 128);
            try {
                decoder.decode(input, 0, input.length, head.fields(), sink);
                sink.finish(false, 16_384);
            } catch (ConnectionException expected) {
                assertThat(expected.code()).isEqualTo(ErrorCode.COMPRESSION_ERROR);
            }
            assertThat(decoder.table().size()).isBetween(0, 4096);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aServerTakesAnyFrames(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        feedServer(frames(random, true), 40 + random.nextInt(3_000));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aClientTakesAnyFrames(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        feedClient(frames(random, false), 40 + random.nextInt(3_000));
    }

    private static void feedServer(byte[] input, int piece) {
        EmbeddedChannel channel = new EmbeddedChannel();
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        channel.config().setAllocator(allocator);
        Worker worker = new Worker(0, channel.eventLoop());
        channel.pipeline()
                .addLast(
                        new Http2ServerConnection(
                                worker,
                                new TestListenContext(Limits.DEFAULT),
                                new EchoExchange(),
                                null));
        feed(channel, allocator, PREFACE, PREFACE.length);
        feed(channel, allocator, input, piece);
        finish(channel, allocator, worker);
    }

    private static void feedClient(byte[] input, int piece) {
        EmbeddedChannel channel = new EmbeddedChannel();
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        channel.config().setAllocator(allocator);
        Worker worker = new Worker(0, channel.eventLoop());
        Http2ClientConnection client =
                new Http2ClientConnection(worker, Limits.DEFAULT, new TestOwner(), false);
        channel.pipeline().addLast(client);
        RequestHead head = new RequestHead();
        head.path().set("/");
        head.host().set("a");
        for (int i = 0; i < 5; i++) {
            TestClient handler = new TestClient();
            var stream = client.open(handler);
            stream.sendHead(head, i % 2 == 0);
            if (i == 1) {
                stream.pauseResponse();
            }
        }
        worker.flushQueue().flushAll();
        feed(channel, allocator, new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}, 9);
        feed(channel, allocator, input, piece);
        finish(channel, allocator, worker);
    }

    private static void feed(
            EmbeddedChannel channel, UnpooledByteBufAllocator allocator, byte[] bytes, int piece) {
        for (int at = 0; at < bytes.length && channel.isOpen(); at += piece) {
            int count = Math.min(piece, bytes.length - at);
            ByteBuf part = allocator.directBuffer(count).writeBytes(bytes, at, count);
            channel.writeInbound(part);
            channel.checkException();
            for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                out.release();
            }
            assertThat(allocator.metric().usedDirectMemory()).isLessThan(MOST_HELD);
        }
    }

    private static void finish(
            EmbeddedChannel channel, UnpooledByteBufAllocator allocator, Worker worker) {
        channel.close();
        worker.flushQueue().flushAll();
        channel.runPendingTasks();
        channel.finishAndReleaseAll();
        channel.checkException();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    /** Frames with numbers, flags and contents that are right more often than not. */
    private static byte[] frames(SplittableRandom random, boolean requests) {
        HpackEncoder encoder = new HpackEncoder();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int nextStream = 1;
        for (int i = 0; i < 300; i++) {
            int stream = 1 + 2 * random.nextInt(5 + nextStream / 4);
            byte[] payload = new byte[random.nextInt(8) == 0 ? random.nextInt(16_384) : 8];
            int type = random.nextInt(40) == 0 ? random.nextInt(256) : random.nextInt(10);
            int flags = 0;
            switch (type) {
                case Frames.DATA -> {
                    flags = random.nextInt(4) == 0 ? Frames.FLAG_PADDED : random.nextInt(2);
                    if (payload.length > 0) {
                        payload[0] = (byte) random.nextInt(20);
                    }
                }
                case Frames.HEADERS -> {
                    encoder.begin();
                    if (requests) {
                        stream = nextStream;
                        nextStream += 2;
                        encoder.indexed(2 + random.nextInt(2));
                        encoder.indexed(4);
                        encoder.indexed(6);
                        encoder.named(1, new byte[] {'a'}, 0, 1);
                    } else {
                        encoder.status(random.nextInt(4) == 0 ? 103 : 200);
                    }
                    encoder.named(random.nextInt(61) + 1, new byte[] {'b'}, 0, 1);
                    payload = java.util.Arrays.copyOf(encoder.array(), encoder.length());
                    flags =
                            random.nextInt(10) == 0
                                    ? random.nextInt(256)
                                    : Frames.FLAG_END_HEADERS | random.nextInt(2);
                }
                case Frames.SETTINGS, Frames.PING, Frames.GOAWAY -> {
                    stream = random.nextInt(30) == 0 ? 1 : 0;
                    payload = new byte[type == Frames.SETTINGS ? 6 * random.nextInt(3) : 8];
                    if (type == Frames.GOAWAY && random.nextInt(10) > 0) {
                        continue;
                    }
                    if (payload.length > 1) {
                        payload[1] = (byte) random.nextInt(9);
                        payload[payload.length - 1] = (byte) random.nextInt(256);
                    }
                }
                case Frames.RST_STREAM, Frames.WINDOW_UPDATE -> {
                    payload = new byte[] {0, 0, (byte) random.nextInt(256), 1};
                    stream = random.nextInt(3) == 0 ? 0 : stream;
                }
                case Frames.PRIORITY -> payload = new byte[5];
                case Frames.CONTINUATION, Frames.PUSH_PROMISE -> {
                    if (random.nextInt(20) > 0) {
                        continue;
                    }
                }
                default -> {}
            }
            ByteBuf header = Unpooled.buffer(9);
            header.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
            out.writeBytes(header.array());
            out.writeBytes(payload);
        }
        return out.toByteArray();
    }
}
