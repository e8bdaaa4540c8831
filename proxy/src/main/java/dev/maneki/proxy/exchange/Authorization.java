package dev.maneki.proxy.exchange;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.auth.AskedRequest;
import dev.maneki.proxy.auth.AuthCheck;
import dev.maneki.proxy.auth.AuthPlan;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of an exchange that asks authorization servers before the request goes on: one after the
 * other, each once, whatever is tried again later. Where a server is shown the body, all of it is
 * waited for first, and no more of it than the server is shown is ever held. Event loop only.
 */
final class Authorization implements AuthCheck.Owner {
    private final Exchange exchange;
    private final List<AuthCheck.ResponseChanges> changes = new ArrayList<>(1);
    private AuthPlan[] servers = {};
    private Runnable next = () -> {};
    private @Nullable AuthPlan gathering;
    private @Nullable AuthCheck check;

    /** Of the servers, how many were asked. */
    private int asked;

    private boolean trailersOnly;

    Authorization(Exchange exchange) {
        this.exchange = exchange;
    }

    /**
     * Asks these servers; once all have agreed, perhaps before this returns, {@code whenAllowed}
     * goes on with the request. Otherwise the client gets an answer.
     */
    void ask(AuthPlan[] all, Runnable whenAllowed) {
        servers = all;
        next = whenAllowed;
        asked = 0;
        exchange.timer().arm();
        askNext();
    }

    private void askNext() {
        if (asked == servers.length) {
            next.run();
            return;
        }
        AuthPlan plan = servers[asked++];
        if (plan.maxBody() > 0 && exchange.request().upgrade().isEmpty()) {
            gather(plan);
        } else {
            ask(plan, Unpooled.EMPTY_BUFFER);
        }
    }

    // ---- The body ----

    private void gather(AuthPlan plan) {
        gathering = plan;
        RequestHead head = exchange.request();
        if (head.expectsContinue() && !exchange.body().ended()) {
            // The backend would have said so, but it is only asked once the body is here.
            ResponseHead go = new ResponseHead();
            go.status(100);
            exchange.server().sendInformational(go);
            head.expectsContinue(false);
            head.fields().remove(FieldNames.EXPECT);
        }
        exchange.body().resume();
        bodyCame();
    }

    /** Whether the body is waited for. */
    boolean gathering() {
        return gathering != null;
    }

    /** Some of the body has come, or its end. */
    void bodyCame() {
        AuthPlan plan = gathering;
        if (plan == null) {
            return;
        }
        long most = plan.maxBody();
        if (exchange.body().unsent().bytes() > most || exchange.request().contentLength() > most) {
            gathering = null;
            exchange.record().detail = "a body of more than " + most + " bytes";
            exchange.reply(
                    Reason.AUTH_BODY_TOO_LARGE, Answers.describe(Reason.AUTH_BODY_TOO_LARGE));
        } else if (exchange.body().ended()) {
            gathering = null;
            ask(plan, exchange.body().unsent().copy());
        }
    }

    private void ask(AuthPlan plan, ByteBuf body) {
        ServerStream server = exchange.server();
        AuthCheck made =
                plan.check(
                        new AskedRequest(
                                exchange.request(),
                                server.connection(),
                                server.protocol(),
                                exchange.record().startMicros,
                                body),
                        exchange.worker(),
                        this);
        check = made;
        made.start(server.connection().listenContext().limits().get(Limit.AUTH_TIMEOUT));
    }

    // ---- What becomes of it ----

    /** Makes the changes that the servers asked for in the response. */
    void changeResponse(HeaderFields fields) {
        for (AuthCheck.ResponseChanges each : changes) {
            each.apply(fields);
        }
    }

    /** The client takes more of a refusal. */
    void resumeResponse() {
        if (check != null) {
            check.resume();
        }
    }

    /** Nobody needs an answer any more. */
    void cancel() {
        gathering = null;
        AuthCheck running = check;
        if (running != null) {
            check = null;
            running.cancel();
        }
    }

    @Override
    public void allowed(AuthCheck.ResponseChanges answer) {
        check = null;
        changes.add(answer);
        askNext();
    }

    @Override
    public void failed(Reason reason, String detail) {
        check = null;
        exchange.record().detail = detail;
        exchange.reply(reason, Answers.describe(reason));
    }

    @Override
    public void denied(ResponseHead answer, boolean end) {
        AuthCheck running = check;
        String who = running == null ? "" : running.label();
        exchange.record().detail = who + ": " + answer.status();
        if (LocalReply.grpc(exchange.request())) {
            trailersOnly = true;
            LocalReply.asGrpc(
                    answer, "the authorization server refuses, status " + answer.status());
            exchange.deny(answer, true);
            cancel();
            exchange.responseEnded();
            return;
        }
        exchange.deny(answer, end);
        if (end) {
            check = null;
            exchange.responseEnded();
        }
    }

    @Override
    public void deniedData(ByteBuf data) {
        if (trailersOnly) {
            data.release();
            return;
        }
        exchange.timer().touched();
        ServerStream server = exchange.server();
        server.sendData(data, false);
        AuthCheck running = check;
        if (running != null && !server.writable()) {
            running.pause();
        }
    }

    @Override
    public void deniedEnd() {
        check = null;
        if (!trailersOnly) {
            exchange.server().sendData(Unpooled.EMPTY_BUFFER, true);
            exchange.responseEnded();
        }
    }

    @Override
    public void deniedBroken(StreamFault fault) {
        check = null;
        exchange.abort(fault);
    }
}
