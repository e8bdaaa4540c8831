package dev.maneki.connect.grpc;

import dev.maneki.connect.Client;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.compress.Compressions;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A channel for grpc-java's stubs of all kinds that calls by a {@link Client}, in its protocol:
 *
 * <pre>{@code
 * Channel channel = ConnectChannel.of(client);
 * GreeterGrpc.GreeterBlockingStub greeter = GreeterGrpc.newBlockingStub(channel);
 * }</pre>
 *
 * <p>Deadlines, credentials, compression, size limits and executors of {@link CallOptions} hold,
 * and so does the current {@code Context}. What differs from grpc-java's own channels: calls do not
 * wait for a connection beyond their deadline, so wait-for-ready means nothing; an authority that
 * is not the client's own fails the call with {@code UNIMPLEMENTED}, as it says where to connect
 * to; there are no stream tracers and no attributes of a transport; {@code
 * setMessageCompression(false)} has no effect. Thread-safe.
 *
 * <p>Shutting it down ends its calls, and not the client's transport, which belongs to whoever made
 * it.
 */
public final class ConnectChannel extends ManagedChannel {
    /** Methods that are known by their descriptor; whoever has more pays for each call of them. */
    private static final int MAX_METHODS = 4096;

    private final Client client;
    private final Executor executor;
    private final Compressions compressions;
    private final ConcurrentHashMap<MethodDescriptor<?, ?>, BridgedMethod<?, ?>> methods =
            new ConcurrentHashMap<>();
    private final Set<BridgedClientCall<?, ?>> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private volatile boolean shutdown;

    private ConnectChannel(Builder builder) {
        this.client = builder.client;
        this.executor = builder.executor;
        this.compressions = builder.compressions;
    }

    /** A channel with nothing but defaults. */
    public static ConnectChannel of(Client client) {
        return builder(client).build();
    }

    /** A channel that calls by this client. */
    public static Builder builder(Client client) {
        return new Builder(client);
    }

    @Override
    public <I, O> ClientCall<I, O> newCall(MethodDescriptor<I, O> descriptor, CallOptions options) {
        return new BridgedClientCall<>(this, method(descriptor), options);
    }

    @SuppressWarnings("unchecked") // the same descriptor has the same types
    private <I, O> BridgedMethod<I, O> method(MethodDescriptor<I, O> descriptor) {
        BridgedMethod<?, ?> known = methods.get(descriptor);
        if (known != null) {
            return (BridgedMethod<I, O>) known;
        }
        BridgedMethod<I, O> made = BridgedMethod.of(descriptor);
        if (methods.size() < MAX_METHODS) {
            methods.put(descriptor, made);
        }
        return made;
    }

    @Override
    public String authority() {
        return client.base().getRawAuthority();
    }

    boolean secure() {
        return "https".equals(client.base().getScheme());
    }

    Client client() {
        return client;
    }

    /** Where callbacks run whose call says nothing else. */
    Executor executor() {
        return executor;
    }

    @Nullable Compression compression(String name) {
        return compressions.find(name);
    }

    // ---- calls that are running ----

    /** Whether the call may begin. */
    boolean begin(BridgedClientCall<?, ?> call) {
        running.add(call);
        if (shutdown) {
            ended(call);
            return false;
        }
        return true;
    }

    void ended(BridgedClientCall<?, ?> call) {
        running.remove(call);
        if (shutdown && running.isEmpty()) {
            terminated.countDown();
        }
    }

    /** Begins no more calls; those that are running go on. */
    @Override
    public ManagedChannel shutdown() {
        shutdown = true;
        if (running.isEmpty()) {
            terminated.countDown();
        }
        return this;
    }

    /** Begins no more calls, and ends those that are running with {@code UNAVAILABLE}. */
    @Override
    public ManagedChannel shutdownNow() {
        shutdown();
        for (BridgedClientCall<?, ?> call : running) {
            call.cancel(Status.UNAVAILABLE.withDescription("Channel shutdownNow invoked"));
        }
        return this;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(timeout, unit);
    }

    /** Gathers settings. */
    public static final class Builder {
        private final Client client;
        private Executor executor = Thread::startVirtualThread;
        private Compressions compressions = Compressions.DEFAULT;

        private Builder(Client client) {
            this.client = client;
        }

        /**
         * Where callbacks run whose call options name no executor; one at a time for each call. New
         * virtual threads by default. {@code Runnable::run} means the transport's event loop, which
         * must not be blocked.
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /** What {@code withCompression} may name. gzip by default. */
        public Builder compressions(Compressions compressions) {
            this.compressions = compressions;
            return this;
        }

        /** The channel as it is now. */
        public ConnectChannel build() {
            return new ConnectChannel(this);
        }
    }
}
