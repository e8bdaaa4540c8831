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
 * What both ends of HTTP/1.1 have in common: input that can be held back, output, one timer, and
 * bodies.
 *
 * <p>Input goes through {@link #step}, which takes as much as it can. What it leaves is kept, and
 * nothing more is read from the socket until that is gone. Output goes through {@link Http1Output}.
 */
abstract class Http1Connection extends ChannelInboundHandlerAdapter {
    /** {@link #step} may be called again. */
    static final int CONTINUE = 0;

    /** The rest of the input is to be kept. */
    static final int HOLD = 1;

    /** The buffer belongs to somebody else now. */
    static final int HANDED = 2;

    final Worker worker;
    final BodyDecoder body;

    @SuppressWarnings("NullAway.Init") // Set when the handler enters its pipeline.
    private ChannelHandlerContext context;

    @SuppressWarnings("NullAway.Init")
    private Http1Output output;

    private final Alarm alarm = new Alarm();
    private @Nullable ByteBuf held;
    private boolean busy;
    private boolean handed;
    private boolean paused;
    private boolean reading = true;
    private boolean inputEnded;
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

    /** Takes from {@code in} what it can; answers one of the three. */
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
        ByteBuf before = held;
        if (busy || before != null) {
            held = before == null ? in : joined(before, in);
            return;
        }
        process(in);
        readDone();
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        worker.flushQueue().flushAll();
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        worker.clock().refresh();
        if ((event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent)
                && !inputEnded) {
            inputEnded = true;
            if (held == null && !closed) {
                inputFinished();
                worker.flushQueue().flushAll();
            }
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
        if (held != null && !busy) {
            held.release();
            held = null;
        }
        worker.flushQueue().flushAll();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        worker.clock().refresh();
        failed(cause);
    }

    // ---- input

    private void process(ByteBuf in) {
        busy = true;
        handed = false;
        try {
            int result;
            do {
                result = step(in);
            } while (result == CONTINUE && in.isReadable());
        } catch (RuntimeException | Error e) {
            failed(e);
        } finally {
            busy = false;
        }
        if (!handed) {
            keep(in);
        }
        if (held == null && inputEnded && !closed) {
            inputFinished();
        }
        updateReading();
    }

    private void keep(ByteBuf in) {
        if (closed || !in.isReadable()) {
            in.release();
            if (closed && held != null) {
                held.release();
                held = null;
            }
            return;
        }
        ByteBuf later = held;
        held = later == null ? in : joined(in, later);
    }

    /** Rare: input that came although reading had been stopped. */
    private ByteBuf joined(ByteBuf first, ByteBuf second) {
        ByteBuf both = context.alloc().buffer(first.readableBytes() + second.readableBytes());
        both.writeBytes(first).writeBytes(second);
        first.release();
        second.release();
        return both;
    }

    /** Marks the buffer that {@link #step} works on as given away; it then answers HANDED. */
    final void handOver() {
        handed = true;
    }

    /** Reads on in a body: for {@link #step}. */
    final int readBody(ByteBuf in) {
        while (!paused) {
            switch (body.advance(in)) {
                case BodyDecoder.MORE -> {
                    return CONTINUE;
                }
                case BodyDecoder.END -> {
                    bodyEnded(body.trailers());
                    return CONTINUE;
                }
                case BodyDecoder.REFUSED -> {
                    bodyRefused(body.refusal());
                    return CONTINUE;
                }
                default -> {
                    boolean whole = body.available() == in.readableBytes();
                    boolean complete = body.complete();
                    if (whole) {
                        handed = true;
                        bodyData(in);
                    } else {
                        bodyData(in.readRetainedSlice(body.available()));
                    }
                    if (complete && readingBody()) {
                        bodyEnded(null);
                    }
                    if (whole) {
                        return HANDED;
                    }
                    if (complete || !readingBody()) {
                        return CONTINUE;
                    }
                }
            }
        }
        return HOLD;
    }

    /** Whether body bytes are held back. */
    final boolean paused() {
        return paused;
    }

    /** Holds body bytes back. */
    final void pause() {
        paused = true;
        if (!busy) {
            updateReading();
        }
    }

    /** Ends {@link #pause()}, and works off what was kept. */
    final void resume() {
        if (paused) {
            paused = false;
            proceed();
        }
    }

    /** Works off what was kept, if the state has changed so that it can be. */
    final void proceed() {
        if (busy || closed) {
            return;
        }
        ByteBuf in = held;
        if (in != null) {
            held = null;
            process(in);
            readDone();
        } else {
            if (inputEnded) {
                inputFinished();
            }
            updateReading();
        }
    }

    /** Throws away what was kept. */
    final void dropHeld() {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    /** Whether input is waiting that nobody has looked at. */
    final boolean holding() {
        return held != null;
    }

    /** Whether the peer has ended its direction. */
    final boolean inputEnded() {
        return inputEnded;
    }

    /** When bytes last came, in {@link System#nanoTime()}. */
    final long lastRead() {
        return lastRead;
    }

    private void updateReading() {
        boolean wanted = held == null && !paused;
        if (wanted != reading && !closed) {
            reading = wanted;
            context.channel().config().setAutoRead(wanted);
        }
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
