package dev.maneki.connect.grpc;

import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Deadline;
import dev.maneki.connect.RequestSender;
import dev.maneki.connect.compress.Compression;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A call that is made, as grpc-java's stubs see it. As all of theirs it may be used by one thread
 * at a time, but for {@link #request}, {@link #cancel} and {@link #isReady}.
 */
final class BridgedClientCall<I, O> extends ClientCall<I, O> {
    private final ConnectChannel channel;
    private final BridgedMethod<I, O> method;
    private final CallOptions options;
    private final Context context = Context.current();
    private final Executor executor;
    private final Callbacks callbacks;
    private final Context.CancellationListener contextListener =
            cancelled -> cancel(Contexts.statusFromCancelled(cancelled));

    private volatile @Nullable ResponseEvents<O> events;
    private volatile @Nullable RequestSender<Object> sender;
    private volatile @Nullable Tracers tracers;
    private volatile boolean cancelCalled;
    private boolean halfClosed;

    BridgedClientCall(ConnectChannel channel, BridgedMethod<I, O> method, CallOptions options) {
        this.channel = channel;
        this.method = method;
        this.options = options;
        Executor chosen = options.getExecutor();
        this.executor = chosen == null ? channel.executor() : chosen;
        this.callbacks = new Callbacks(executor);
    }

    // ---- beginning ----

    @Override
    public void start(Listener<O> listener, Metadata headers) {
        check(events == null, "Already started");
        check(!cancelCalled, "call was cancelled");
        io.grpc.Deadline deadline = earlier(options.getDeadline(), context.getDeadline());
        ResponseEvents<O> told =
                new ResponseEvents<>(
                        method, listener, context, callbacks, deadline, this::cancel, this::closed);
        DelayedSender delayed =
                new DelayedSender(why -> told.onEnd(why, dev.maneki.connect.Metadata.EMPTY));
        sender = delayed;
        events = told;
        Status refusal = channel.begin(this) ? refusal(deadline) : shutdown();
        if (refusal != null) {
            refuse(delayed, refusal);
        } else {
            context.addListener(contextListener, Runnable::run);
            CallCredentials credentials = options.getCredentials();
            if (credentials == null) {
                launch(delayed, headers, deadline);
            } else {
                authorize(credentials, delayed, headers, deadline);
            }
        }
        callbacks.open(); // not before, as a callback may use the call
    }

    private static Status shutdown() {
        return Status.UNAVAILABLE.withDescription("Channel shutdown invoked");
    }

    /** Why the call cannot even begin, or null if it can. */
    private @Nullable Status refusal(io.grpc.@Nullable Deadline deadline) {
        String authority = options.getAuthority();
        String compressor = options.getCompressor();
        if (context.isCancelled()) {
            return Contexts.statusFromCancelled(context);
        }
        if (deadline != null && deadline.isExpired()) {
            return Status.DEADLINE_EXCEEDED.withDescription(
                    "ClientCall started after CallOptions deadline was exceeded. Deadline was "
                            + deadline);
        }
        if (authority != null && !authority.equals(channel.authority())) {
            return Status.UNIMPLEMENTED.withDescription(
                    "the channel calls "
                            + channel.authority()
                            + " alone: make a client with "
                            + authority
                            + " as its base");
        }
        if (compressor != null
                && !compressor.equals("identity")
                && channel.compression(compressor) == null) {
            return Status.INTERNAL.withDescription(
                    "Unable to find compressor by name "
                            + compressor
                            + ": name it when you build the channel");
        }
        return null;
    }

    private void authorize(
            CallCredentials credentials,
            DelayedSender delayed,
            Metadata headers,
            io.grpc.@Nullable Deadline deadline) {
        CallCredentials.MetadataApplier applier =
                new CallCredentials.MetadataApplier() {
                    @Override
                    public void apply(Metadata more) {
                        headers.merge(more);
                        launch(delayed, headers, deadline);
                    }

                    @Override
                    public void fail(Status status) {
                        refuse(delayed, status);
                    }
                };
        try {
            credentials.applyRequestMetadata(
                    new CredentialsRequest(
                            method.descriptor(), options, channel.secure(), channel.authority()),
                    executor,
                    applier);
        } catch (RuntimeException e) { // of any kind: credentials are the application's
            refuse(
                    delayed,
                    Status.UNAUTHENTICATED
                            .withDescription("Credentials should use fail() instead of throwing")
                            .withCause(e));
        }
    }

    private void launch(
            DelayedSender delayed, Metadata headers, io.grpc.@Nullable Deadline deadline) {
        ResponseEvents<O> told = events;
        if (told == null || delayed.dropped()) {
            return; // cancelled while the credentials were being found
        }
        try {
            Tracers watching = Tracers.of(options, headers);
            tracers = watching;
            told.watchedBy(watching);
            delayed.pass(channel.client().start(method.spec(), options(headers, deadline), told));
        } catch (ConnectException e) { // of one of the client's interceptors
            refuse(delayed, Statuses.toStatus(e));
            return;
        }
        if (method.requestsStream()) {
            told.onReady();
        }
    }

    private void refuse(DelayedSender delayed, Status status) {
        ResponseEvents<O> told = events;
        if (told != null && delayed.drop()) {
            told.refuse(status);
        }
    }

    private dev.maneki.connect.CallOptions options(
            Metadata headers, io.grpc.@Nullable Deadline deadline) {
        dev.maneki.connect.Metadata metadata = new dev.maneki.connect.Metadata();
        Fields.addTo(metadata, headers);
        dev.maneki.connect.CallOptions made =
                dev.maneki.connect.CallOptions.DEFAULT.metadata(metadata);
        if (deadline != null) {
            made = made.deadline(Deadline.afterNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)));
        }
        Integer limit = options.getMaxInboundMessageSize();
        if (limit != null) {
            made = made.maxMessageBytes(Math.max(1, limit));
        }
        String name = options.getCompressor();
        Compression compression = name == null ? null : channel.compression(name);
        return compression == null ? made : made.sendCompression(compression);
    }

    private static io.grpc.@Nullable Deadline earlier(
            io.grpc.@Nullable Deadline one, io.grpc.@Nullable Deadline other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.minimum(other);
    }

    // ---- going on ----

    @Override
    public void request(int count) {
        ResponseEvents<O> told = events;
        RequestSender<Object> to = sender;
        if (told == null || to == null) {
            throw new IllegalStateException("Not started");
        }
        if (count < 0) {
            throw new IllegalArgumentException("Number requested must be non-negative");
        }
        if (method.responsesStream()) {
            to.request(count);
        } else {
            told.ask(count);
        }
    }

    @Override
    public void sendMessage(I message) {
        RequestSender<Object> to = sending();
        try {
            Object outward = method.requests().outward(message);
            checkSize(outward);
            to.send(outward);
            Tracers watching = tracers;
            if (watching != null && !watching.none()) {
                watching.messageSent(method.requests().type().size(outward));
            }
        } catch (RuntimeException e) { // of the marshaller or the codec
            cancel(Status.CANCELLED.withCause(e).withDescription("Failed to stream message"));
        }
    }

    private void checkSize(Object outward) {
        Integer limit = options.getMaxOutboundMessageSize();
        if (limit == null) {
            return;
        }
        int size = method.requests().type().size(outward);
        if (size > limit) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("message too large " + size + " > " + limit)
                    .asRuntimeException();
        }
    }

    @Override
    public void halfClose() {
        RequestSender<Object> to = sending();
        halfClosed = true;
        try {
            to.end();
        } catch (ConnectException e) { // the one message is written only now
            cancel(Status.CANCELLED.withCause(e).withDescription("Failed to stream message"));
        }
    }

    private RequestSender<Object> sending() {
        RequestSender<Object> to = sender;
        if (to == null) {
            throw new IllegalStateException("Not started");
        }
        check(!cancelCalled, "call was cancelled");
        check(!halfClosed, "call was half-closed");
        return to;
    }

    @Override
    public boolean isReady() {
        ResponseEvents<O> told = events;
        RequestSender<Object> to = sender;
        return told != null && to != null && !halfClosed && !told.ended() && to.ready();
    }

    // ---- ending ----

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
        if (cancelCalled) {
            return;
        }
        cancelCalled = true;
        Throwable why =
                message == null && cause == null
                        ? new CancellationException("Cancelled without a message or cause")
                        : cause;
        Status status =
                Status.CANCELLED.withDescription(
                        message == null ? "Call cancelled without message" : message);
        cancel(why == null ? status : status.withCause(why));
    }

    /** Ends it here, with this status unless it has ended already. Any thread. */
    void cancel(Status status) {
        RequestSender<Object> to = sender;
        if (to != null) {
            to.cancel(Statuses.toLocalError(status));
        }
    }

    private void closed() {
        context.removeListener(contextListener);
        channel.ended(this);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
