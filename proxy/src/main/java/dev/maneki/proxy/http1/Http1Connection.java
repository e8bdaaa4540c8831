package dev.maneki.proxy.http1;

import dev.maneki.proxy.worker.TimerWheel;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What both ends of HTTP/1.1 have in common: a place in the pipeline, input that can be held back
 * ({@link Http1Input}), output ({@link Http1Output}), and one timer.
 */
abstract class Http1Connection extends ChannelInboundHandlerAdapter {
    final Worker worker;
    final BodyDecoder body;

    /** Where everything that comes goes through. */
    final Http1Input input = new Http1Input(this);

    @SuppressWarnings("NullAway.Init") // Set when the handler enters its pipeline.
    private ChannelHandlerContext context;

    @SuppressWarnings("NullAway.Init")
    private Http1Output output;

    private final Alarm alarm = new Alarm();
    private boolean closed;
    private long lastRead = System.nanoTime();
    private long alarmAt;

    private final class Alarm extends TimerWheel.Timer {
        @Override
        protected void expired() {
            timeUp(worker.clock().nanos());
            worker.flushQueue().flushAll();
        }
    }

    /**
     * A connection of {@code worker}.
     *
     * @param underscores whether the peer's trailers may have them in their names
     */
    Http1Connection(Worker worker, boolean underscores) {
        this.worker = worker;
        this.body = new BodyDecoder(underscores);
    }

    /** It has entered its pipeline. */
    abstract void attached();

    /** Takes from {@code in} what it can; answers one of {@link Http1Input}'s three. */
    abstract int step(ByteBuf in);

    /** A read from the socket has been worked off. */
    abstract void readDone();

    /** Body bytes; the buffer changes owner. */
    abstract void bodyData(ByteBuf data);

    /** The body that was read is whole. */
    abstract void bodyEnded(@Nullable HeaderFields trailers);

    /** The body's framing is not valid. */
    abstract void bodyRefused(Refusal refusal);

    /** Whether the body that was read a moment ago is still of interest. */
    abstract boolean readingBody();

    /** The peer has ended its direction, and all it sent has been worked off. */
    abstract void inputFinished();

    /** Everything written was given to the socket, as far as it took it. */
    abstract void flushed();

    /** The socket takes more again, or no more for now. */
    abstract void writabilityChanged(boolean writable);

    /** The alarm that {@link #alarm} has set. */
    abstract void timeUp(long now);

    /** The connection is no more. Called once. */
    abstract void disconnected();

    /** Something was thrown: by the transport, or by what was called from here. */
    abstract void failed(Throwable cause);

    /** Whether it is our fault, not that of the peer or the way to it. */
    static boolean ours(Throwable cause) {
        // What TLS finds wrong comes wrapped in a RuntimeException.
        return (cause instanceof RuntimeException || cause instanceof Error)
                && !(cause.getCause() instanceof SSLException);
    }

    // ---- the pipeline

    @Override
    public final void handlerAdded(ChannelHandlerContext ctx) {
        worker.clock().refresh();
        context = ctx;
        output = new Http1Output(ctx, worker.flushQueue(), this);
        ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        attached();
    }

    /** Sets how many bytes may wait to be written before {@link Http1Output#writable()} says no. */
    final void bufferLimit(int bytes) {
        int high = Math.max(bytes, 2 * Http1Output.COPIED);
        context.channel()
                .config()
                .setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf in)) {
            ReferenceCountUtil.release(message);
            return;
        }
        lastRead = worker.clock().refresh();
        input.take(in);
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        worker.flushQueue().flushAll();
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        worker.clock().refresh();
        if ((event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent)
                && !input.ended()) {
            input.end();
        }
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
        worker.clock().refresh();
        if (closed) {
            return;
        }
        boolean writable = ctx.channel().isWritable();
        writabilityChanged(writable);
        if (writable) {
            // Only then: a channel turns unwritable within a write, in the middle of a message.
            worker.flushQueue().flushAll();
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        worker.clock().refresh();
        if (closed) {
            return;
        }
        closed = true;
        worker.timers().cancel(alarm);
        disconnected();
        output.release();
        input.release();
        worker.flushQueue().flushAll();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        worker.clock().refresh();
        failed(cause);
    }

    /** When bytes last came, in {@link System#nanoTime()}. */
    final long lastRead() {
        return lastRead;
    }

    // ---- output

    /** Where everything is written. */
    final Http1Output output() {
        return output;
    }

    /** Closes; what the socket has not taken is lost. */
    final void close() {
        context.close();
    }

    /** Closes so that the peer sees a reset rather than an end. */
    final void closeWithReset() {
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        context.close();
    }

    /** Whether it is closed. */
    final boolean closed() {
        return closed;
    }

    /** Its place in the pipeline. */
    final ChannelHandlerContext context() {
        return context;
    }

    // ---- time

    /**
     * Makes {@link #timeUp} be called at {@code due} or earlier; {@link Long#MAX_VALUE} is never.
     */
    final void alarm(long due) {
        if (due == Long.MAX_VALUE || closed || (alarm.waiting() && alarmAt - due <= 0)) {
            return;
        }
        alarmAt = due;
        long millis = (due - System.nanoTime()) / 1_000_000;
        worker.timers().set(alarm, Math.max(1, millis + 1));
    }
}
