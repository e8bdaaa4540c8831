package dev.maneki.connect.client;

import dev.maneki.connect.BidiStream;
import dev.maneki.connect.ClientHandler;
import dev.maneki.connect.ConnectException;
import java.util.NoSuchElementException;

/** A call with a stream of responses, for a caller that blocks. */
final class StreamedResponses<I, O> extends BlockingReceiver<I, O> implements BidiStream<I, O> {
    private boolean told;

    StreamedResponses(OutgoingCall call, ClientHandler<I, O> handler) {
        super(call, handler);
    }

    @Override
    public void send(I message) {
        sendOne(message);
    }

    @Override
    public void closeSend() {
        endRequests();
    }

    @Override
    public boolean hasNext() {
        awaitMessage();
        if (!messages.isEmpty()) {
            return true;
        }
        ConnectException failure = error();
        if (failure != null) {
            throw failure;
        }
        if (!told) {
            told = true;
            tellInfo();
        }
        return false;
    }

    @Override
    public O next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the responses have ended");
        }
        return messages.remove();
    }
}
