package dev.maneki.proxy.listen;

import dev.maneki.proxy.stream.ListenContext;
import dev.maneki.proxy.tls.TlsProvider;
import dev.maneki.routing.model.Port;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The ports that the process listens on, and the connections that came in by them.
 *
 * <p>Say what should be open ({@link #apply}); the difference is worked out here. Thread-safe; all
 * methods that change something block, so none may be called on an event loop.
 */
public final class ListenSockets {
    private final ConnectionFactory connectionFactory;
    private final Workers workers;
    private final TlsProvider tlsProvider;
    private final PortOpener opener;
    private final AtomicInteger connections = new AtomicInteger();

    /** More client connections than this would leave no file descriptors for anything else. */
    private final int descriptors = FileDescriptors.clientConnections().orElse(Integer.MAX_VALUE);

    private final Map<OpenPort.Key, OpenPort> open = new LinkedHashMap<>();

    /** Those that still have connections. */
    private final Set<OpenPort> closing = ConcurrentHashMap.newKeySet();

    private boolean drained;

    /** Nothing is open yet. */
    public ListenSockets(
            Workers workers, TlsProvider tlsProvider, ConnectionFactory connectionFactory) {
        this.workers = workers;
        this.tlsProvider = tlsProvider;
        this.connectionFactory = connectionFactory;
        this.opener = new PortOpener(workers);
    }

    /**
     * How many client connections the process's limit of open files allows, whatever {@link
     * dev.maneki.routing.model.Limit#CONNECTIONS} says; {@link Integer#MAX_VALUE} if any number.
     */
    public int descriptorBound() {
        return descriptors;
    }

    /**
     * Opens the ports that are not open yet, closes those that are no longer wanted, and leaves the
     * others alone. A closed port accepts nothing more; its connections end with their running
     * requests. A port that cannot be opened costs no other, and is tried again by the next call.
     *
     * @param wanted the ports to listen on, no two with the same address and number
     * @return how it stands with each, in the same order
     * @throws IllegalStateException after {@link #drain}
     */
    public synchronized List<PortState> apply(Collection<? extends ListenContext> wanted) {
        if (drained) {
            throw new IllegalStateException("drained already");
        }
        Set<OpenPort.Key> keys =
                wanted.stream()
                        .map(context -> OpenPort.Key.of(context.port()))
                        .collect(Collectors.toSet());
        // First, for a port may come back with another protocol.
        for (Map.Entry<OpenPort.Key, OpenPort> entry : List.copyOf(open.entrySet())) {
            if (!keys.contains(entry.getKey())) {
                open.remove(entry.getKey());
                drainPort(entry.getValue());
            }
        }
        List<PortState> states = new ArrayList<>();
        for (ListenContext context : wanted) {
            states.add(ensureOpen(context));
        }
        return states;
    }

    private PortState ensureOpen(ListenContext context) {
        Port port = context.port();
        OpenPort.Key key = OpenPort.Key.of(port);
        OpenPort already = open.get(key);
        if (already != null) {
            already.context(context);
            return new PortState(context, Optional.of(already.boundTo()), Optional.empty());
        }
        OpenPort opening =
                new OpenPort(
                        context, workers, connectionFactory, connections, descriptors, tlsProvider);
        try {
            InetSocketAddress address = address(port);
            opener.open(opening, address, sharesNumber(port));
            open.put(key, opening);
            return new PortState(context, Optional.of(opening.boundTo()), Optional.empty());
        } catch (PortOpener.BindException e) {
            return new PortState(
                    context, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private boolean sharesNumber(Port port) {
        return open.keySet().stream().anyMatch(key -> key.number() == port.number());
    }

    /** The wildcard address takes IPv6 and IPv4 where the machine has both. */
    private static InetSocketAddress address(Port port) throws PortOpener.BindException {
        if (port.address().isEmpty()) {
            return new InetSocketAddress(port.number());
        }
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(port.address());
        if (address == null) {
            throw new PortOpener.BindException(
                    "\"" + port.address() + "\" is not an IP address; write one, or none");
        }
        return new InetSocketAddress(address, port.number());
    }

    private void drainPort(OpenPort port) {
        closing.add(port);
        var unused = port.drain().thenRun(() -> closing.remove(port));
    }

    /** Client connections of the whole process. */
    public int connections() {
        return connections.get();
    }

    /** Client connections by port, of those that are open. */
    public synchronized Map<Port, Integer> connectionsByPort() {
        Map<Port, Integer> counts = new LinkedHashMap<>();
        open.values().forEach(port -> counts.put(port.context().port(), port.connectionCount()));
        return counts;
    }

    /**
     * Closes every port and lets the connections end with their running requests; those that have
     * not by then are closed. Blocks until none is left.
     *
     * @param patience how long requests may run on
     * @return how many connections had to be closed
     */
    public int drain(Duration patience) {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        List<OpenPort> ports;
        synchronized (this) {
            drained = true;
            open.values().forEach(this::drainPort);
            open.clear();
            ports = List.copyOf(closing);
            ports.forEach(port -> ends.add(port.drained()));
        }
        CompletableFuture<Void> all =
                CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new));
        if (await(all, patience)) {
            return 0;
        }
        int left = connections.get();
        ports.forEach(OpenPort::closeConnections);
        // Closing needs no client's help: this is only the way through the event loops.
        await(all, Duration.ofSeconds(5));
        return left;
    }

    private static boolean await(CompletableFuture<Void> all, Duration patience) {
        try {
            all.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a drain never fails", e);
        }
    }
}
