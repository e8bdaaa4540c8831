package dev.maneki.proxy.exchange;

import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * How far a request's body has come: what waits to be sent, what is kept for another try, whether
 * it has ended. Event loop only.
 */
final class RequestBody {
    private final BodyBuffer unsent = new BodyBuffer();
    private @Nullable BodyBuffer kept;
    private @Nullable HeaderFields trailers;
    private boolean ended;

    RequestBody(boolean ended) {
        this.ended = ended;
    }

    /** What has come and could not be sent yet. */
    BodyBuffer unsent() {
        return unsent;
    }

    /** Whether the client has sent all of it. */
    boolean ended() {
        return ended;
    }

    /** Its trailers; null for none. */
    @Nullable HeaderFields trailers() {
        return trailers;
    }

    /** The client has sent all of it; the trailers are copied. */
    void end(@Nullable HeaderFields came) {
        ended = true;
        if (came != null) {
            HeaderFields copy = new HeaderFields();
            copy.copyFrom(came);
            trailers = copy;
        }
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

    /**
     * Keeps a chunk, which stays the caller's, if it is to be kept.
     *
     * @return false if that would be more than {@code most} bytes; then nothing is kept any more
     */
    boolean keep(ByteBuf data, int most) {
        BodyBuffer copies = kept;
        if (copies == null) {
            return true;
        }
        if (copies.bytes() + data.readableBytes() > most) {
            dropKept();
            return false;
        }
        copies.add(data.retainedDuplicate());
        return true;
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
