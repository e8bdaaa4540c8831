package dev.maneki.connect.client;

import dev.maneki.connect.ClientHandler;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.RequestSender;
import dev.maneki.connect.ResponseInfo;
import dev.maneki.connect.ResponseReceiver;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What callers that block have in common: they pump events until what they wait for has come. One
 * thread receives, another may send.
 */
abstract class BlockingReceiver<I, O> implements ResponseReceiver<O> {
    private final OutgoingCall call;
    private final RequestSender<I> sender;
    final ArrayDeque<O> messages = new ArrayDeque<>(2);
    private @Nullable Metadata metadata;
    private @Nullable Metadata trailers;
    private @Nullable ConnectException error;
    private boolean requestsEnded; // the sending thread's

    BlockingReceiver(OutgoingCall call, ClientHandler<I, O> handler) {
        this.call = call;
        this.sender = handler.start(call, this);
    }

    // ---- told while pumping ----

    @Override
    public final void onMetadata(Metadata metadata) {
        this.metadata = metadata;
    }

    @Override
    public final void onMessage(O message) {
        messages.add(message);
    }

    @Override
    public final void onEnd(@Nullable ConnectException error, Metadata trailers) {
        if (this.trailers == null) {
            this.error = error;
            this.trailers = trailers;
        }
    }

    final void pump() {
        try {
            call.pump(sender);
        } catch (RuntimeException e) {
            // An interceptor failed, or the thread was interrupted: nobody will read on.
            ConnectException why =
                    e instanceof ConnectException coded
                            ? coded
                            : new ConnectException(
                                    Code.CANCELED, "who received the call failed", e);
            sender.cancel(why);
            onEnd(why, Metadata.EMPTY);
            throw e;
        }
    }

    final boolean ended() {
        return trailers != null;
    }

    final @Nullable ConnectException error() {
        return error;
    }

    /** Asks for one more message, and waits until it or the end has come. */
    final void awaitMessage() {
        if (messages.isEmpty() && !ended()) {
            sender.request(1); // one for each message, as interceptors may count
            while (messages.isEmpty() && !ended()) {
                pump();
            }
        }
    }

    public final Metadata responseMetadata() {
        while (metadata == null && !ended()) {
            pump();
        }
        if (metadata == null && error != null) {
            throw error;
        }
        // A gRPC answer without messages has one block for both (trailers-only), and does not say
        // which of it was meant to come first.
        return metadata == null ? trailers() : metadata;
    }

    public final Metadata trailers() {
        Metadata known = trailers;
        if (known == null) {
            throw new IllegalStateException("the call has not ended: read its messages first");
        }
        return known;
    }

    /** Tells who wanted to know what came beside the messages. */
    final void tellInfo() {
        var told = call.options().onResponse();
        if (told != null) {
            Metadata before = metadata;
            told.accept(new ResponseInfo(before == null ? Metadata.EMPTY : before, trailers()));
        }
    }

    // ---- sending ----

    public final boolean open() {
        return !call.ended();
    }

    /** Sends what is the only request, or one of many; waits for room if it is many. */
    final void sendOne(I message) {
        if (requestsEnded) { // a message must not be lost without a word
            throw new IllegalStateException("the requests of this call have been ended already");
        }
        if (call.method().kind().requestsStream()) {
            call.awaitReady(sender);
            if (call.ended()) {
                ConnectException why = call.failure();
                throw why != null
                        ? why
                        : new ConnectException(
                                Code.UNAVAILABLE, "the server has answered, and reads no further");
            }
        }
        try {
            sender.send(message);
        } catch (ConnectException e) {
            sender.cancel(e);
            throw e;
        }
    }

    final void endRequests() {
        requestsEnded = true;
        try {
            sender.end();
        } catch (ConnectException e) { // the one message is written only now
            sender.cancel(e);
            throw e;
        }
    }

    public final void close() {
        if (!call.ended()) {
            sender.cancel(new ConnectException(Code.CANCELED, "the caller closed the call"));
        }
    }
}
