package dev.maneki.proxy.exchange;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * How far a request's body has come: what waits to be sent, what is kept for another try, whether
 * the client is held back, whether it has ended. Event loop only.
 */
final class RequestBody {
    private final ServerStream client;
    private final BodyBuffer unsent = new BodyBuffer();
    private @Nullable BodyBuffer kept;
    private @Nullable HeaderFields trailers;
    private boolean paused;
    private boolean ended;
    private boolean came;

    RequestBody(ServerStream client, boolean ended) {
        this.client = client;
        this.ended = ended;
    }

    /** Nothing more can be taken for the moment. */
    void pause() {
        if (!paused && !ended) {
            paused = true;
            client.pauseRequest();
        }
    }

    /** More can be taken: lets the client go on. */
    void resume() {
        if (paused) {
            paused = false;
            client.resumeRequest();
        }
    }

    /** What has come and could not be sent yet. */
    BodyBuffer unsent() {
        return unsent;
    }

    /** Some of it has come. */
    void comes() {
        came = true;
    }

    /** Whether anything of it has come. */
    boolean came() {
        return came;
    }

    /** Whether the client has sent all of it. */
    boolean ended() {
        return ended;
    }

    /** Its trailers; null for none. */
    @Nullable HeaderFields trailers() {
        return trailers;
    }

    /** The client has sent all of it; null for no trailers. */
    void end(@Nullable HeaderFields trailersToSend) {
        ended = true;
        trailers = trailersToSend;
    }

    /** From now on everything that comes is kept for another try. */
    void keep() {
        if (!ended) {
            kept = new BodyBuffer();
        }
    }

    /** Whether everything that came is here. */
    boolean kept() {
        return kept != null;
    }

    /** Keeps a chunk, which stays the caller's, if it is to be kept and is not too much. */
    void keep(ByteBuf data, Worker worker) {
        BodyBuffer copies = kept;
        if (copies == null) {
            return;
        }
        if (copies.bytes() + data.readableBytes() > worker.limits().bound(Limit.RETRY_BUFFER)) {
            dropKept();
            worker.metrics().limitHit(Limit.RETRY_BUFFER);
            return;
        }
        copies.add(data.retainedDuplicate());
    }

    /** Takes over a chunk that cannot be sent yet; the client is held back if they are many. */
    void await(ByteBuf data, Limits limits) {
        unsent.add(data);
        if (unsent.bytes() >= limits.bound(Limit.CONNECTION_BUFFER)) {
            pause();
        }
    }

    /** Makes everything that was kept unsent again. */
    void rewind() {
        if (kept != null) {
            unsent.release();
            kept.copyTo(unsent);
        }
    }

    /** There will be no other try. */
    void dropKept() {
        BodyBuffer copies = kept;
        if (copies != null) {
            kept = null;
            copies.release();
        }
    }

    /** Nothing of it is needed any more. */
    void release() {
        dropKept();
        unsent.release();
    }
}
