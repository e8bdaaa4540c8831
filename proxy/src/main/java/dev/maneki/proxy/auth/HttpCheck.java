package dev.maneki.proxy.auth;

import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.upstream.Upstream;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A question by HTTP: the request's own method, host and path, and 200 for yes. Any other answer
 * goes to the client as it comes, without being gathered. Event loop only.
 */
final class HttpCheck extends AuthCheck {
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;

    /** A longer answer is not read to its end for the sake of its connection. */
    private static final long LONGEST_DISCARD = 65_536;

    private static final long DISCARD_MILLIS = 1_000;

    private final HttpDialect dialect;
    private boolean passing;
    private long discarded;

    HttpCheck(
            HttpDialect dialect,
            Upstream server,
            AskedRequest request,
            Worker worker,
            Owner owner) {
        super(server, request, worker, owner);
        this.dialect = dialect;
    }

    @Override
    ByteBuf ask(RequestHead question) {
        ByteBuf body = request().body();
        dialect.ask(request().head(), body.readableBytes(), question);
        return body.retainedDuplicate();
    }

    @Override
    void answerHead(ResponseHead head, boolean end) {
        if (head.status() == OK) {
            dialect.take(head.fields(), request().head().fields());
            if (end) {
                decide();
                finished();
            } else if (head.contentLength() <= LONGEST_DISCARD) {
                decideAndDiscard(DISCARD_MILLIS);
            } else {
                decide();
                cancel();
            }
            owner().allowed(ResponseChanges.NONE);
            return;
        }
        if (head.status() < 300) {
            // Not 200, so it is no; but a client that reads 204 would think that all was done.
            head.status(FORBIDDEN);
        }
        decide();
        if (end) {
            finished();
        } else {
            passing = true;
        }
        owner().denied(head, end);
    }

    @Override
    void answerData(ByteBuf data) {
        if (passing) {
            owner().deniedData(data);
            return;
        }
        discarded += data.readableBytes();
        data.release();
        if (discarded > LONGEST_DISCARD) {
            cancel();
        }
    }

    @Override
    void answerEnd(@Nullable HeaderFields trailers) {
        finished();
        if (passing) {
            owner().deniedEnd();
        }
    }

    @Override
    boolean passingOn() {
        return passing;
    }
}
