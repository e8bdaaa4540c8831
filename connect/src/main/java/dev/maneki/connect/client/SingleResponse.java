package dev.maneki.connect.client;

import dev.maneki.connect.ClientHandler;
import dev.maneki.connect.ClientStream;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;

/** A call with one response, which its caller waits for. */
final class SingleResponse<I, O> extends BlockingReceiver<I, O> implements ClientStream<I, O> {
    SingleResponse(OutgoingCall call, ClientHandler<I, O> handler) {
        super(call, handler);
    }

    @Override
    public void send(I message) {
        sendOne(message);
    }

    @Override
    public O closeAndReceive() {
        endRequests();
        while (!ended()) {
            pump();
        }
        ConnectException failure = error();
        if (failure != null) {
            throw failure;
        }
        tellInfo();
        O message = messages.poll();
        if (message == null) {
            throw new ConnectException(
                    Code.INTERNAL, "the response was received already, or an interceptor kept it");
        }
        return message;
    }
}
