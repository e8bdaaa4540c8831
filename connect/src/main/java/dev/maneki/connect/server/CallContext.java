package dev.maneki.connect.server;

import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Deadline;
import dev.maneki.connect.Key;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.ServerCall;
import dev.maneki.connect.call.Attributes;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.Peer;
import dev.maneki.connect.protocol.RequestMeta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What handlers see of a call beside its messages. */
abstract class CallContext implements ServerCall {
    final HttpServerStream stream;
    final RequestMeta request;
    private final Protocol protocol;
    private final Deadline deadline;
    private final Metadata responseMetadata = new Metadata();
    private final Metadata responseTrailers = new Metadata();
    private final Attributes attributes = new Attributes();

    // Written on the event loop, once.
    private volatile @Nullable ConnectException canceled;
    private @Nullable List<Runnable> cancelActions; // guarded by this

    CallContext(
            HttpServerStream stream, Protocol protocol, RequestMeta request, Deadline deadline) {
        this.stream = stream;
        this.protocol = protocol;
        this.request = request;
        this.deadline = deadline;
        request.metadata().freeze();
    }

    @Override
    public final Protocol protocol() {
        return protocol;
    }

    @Override
    public final HttpRequest httpRequest() {
        return stream.request();
    }

    @Override
    public final Peer peer() {
        return stream.peer();
    }

    @Override
    public final Metadata requestMetadata() {
        return request.metadata();
    }

    @Override
    public final Metadata responseMetadata() {
        return responseMetadata;
    }

    @Override
    public final Metadata responseTrailers() {
        return responseTrailers;
    }

    @Override
    public final Deadline deadline() {
        return deadline;
    }

    @Override
    public final boolean canceled() {
        return canceled != null;
    }

    /** Why it is canceled, or null if it is not. */
    final @Nullable ConnectException cancellation() {
        return canceled;
    }

    @Override
    public final void onCancel(Runnable action) {
        synchronized (this) {
            if (canceled == null) {
                if (cancelActions == null) {
                    cancelActions = new ArrayList<>(2);
                }
                cancelActions.add(action);
                return;
            }
        }
        action.run();
    }

    /** Cancels it, and does what is to be done then. The event loop, once. */
    final void setCanceled(ConnectException why) {
        List<Runnable> actions;
        synchronized (this) {
            canceled = why;
            actions = cancelActions;
            cancelActions = null;
        }
        if (actions != null) {
            for (Runnable action : actions) {
                try {
                    action.run();
                } catch (Throwable e) {
                    onError(e); // of one handler; the transport and the other actions go on
                }
            }
        }
    }

    /** Tells of what a handler threw, and nobody else hears of. */
    abstract void onError(Throwable thrown);

    @Override
    public <T> @Nullable T attribute(Key<T> key) {
        return attributes.get(key);
    }

    @Override
    public final <T> void attribute(Key<T> key, T value) {
        attributes.put(key, value);
    }
}
