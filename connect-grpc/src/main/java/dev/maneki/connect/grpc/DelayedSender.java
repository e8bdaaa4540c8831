package dev.maneki.connect.grpc;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.RequestSender;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps what a caller does until there is a call to do it to, as credentials take their time. */
final class DelayedSender implements RequestSender<Object> {
    private final Consumer<ConnectException> onCancel;
    private final List<Consumer<RequestSender<Object>>> kept = new ArrayList<>(); // guarded by this
    private boolean dropped; // guarded by this
    private volatile @Nullable RequestSender<Object> sender;

    /**
     * @param onCancel told if the call is cancelled before it has begun
     */
    DelayedSender(Consumer<ConnectException> onCancel) {
        this.onCancel = onCancel;
    }

    /** Does to the call what was kept, and from now on whatever comes. */
    synchronized void pass(RequestSender<Object> to) {
        if (dropped) { // while the call was being started
            to.cancel(new ConnectException(Code.CANCELED, "the call was cancelled"));
            return;
        }
        for (Consumer<RequestSender<Object>> action : kept) {
            action.accept(to);
        }
        kept.clear();
        sender = to;
    }

    /** Does nothing any more. Whether the call had not been dropped before. */
    synchronized boolean drop() {
        boolean first = !dropped;
        dropped = true;
        kept.clear();
        return first;
    }

    /** Whether there is no call to come any more. */
    synchronized boolean dropped() {
        return dropped;
    }

    private void act(Consumer<RequestSender<Object>> action) {
        RequestSender<Object> to = sender;
        if (to == null) {
            synchronized (this) {
                to = sender;
                if (to == null) {
                    if (!dropped) {
                        kept.add(action);
                    }
                    return;
                }
            }
        }
        action.accept(to);
    }

    @Override
    public void request(int count) {
        act(to -> to.request(count));
    }

    @Override
    public void send(Object message) {
        act(to -> to.send(message));
    }

    @Override
    public void end() {
        act(RequestSender::end);
    }

    @Override
    public void cancel(ConnectException why) {
        RequestSender<Object> to;
        boolean before;
        synchronized (this) {
            to = sender;
            before = to == null && drop();
        }
        if (to != null) {
            to.cancel(why);
        } else if (before) {
            onCancel.accept(why);
        }
    }

    @Override
    public boolean ready() {
        RequestSender<Object> to = sender;
        return to != null && to.ready();
    }
}
