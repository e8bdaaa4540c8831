package dev.maneki.proxy.exchange;

import dev.maneki.proxy.PortStatus;
import dev.maneki.proxy.ProxyOptions;
import dev.maneki.proxy.http1.Http1ServerConnection;
import dev.maneki.proxy.http2.Http2ServerConnection;
import dev.maneki.proxy.listen.ConnectionFactory;
import dev.maneki.proxy.listen.ListenSockets;
import dev.maneki.proxy.listen.Transport;
import dev.maneki.proxy.listen.Workers;
import dev.maneki.proxy.metrics.MetricsRegistry;
import dev.maneki.proxy.stream.ListenContext;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.proxy.tls.BackendTlsContexts;
import dev.maneki.proxy.tls.TlsProvider;
import dev.maneki.proxy.upstream.NameEndpoints;
import dev.maneki.proxy.upstream.NettyConnector;
import dev.maneki.proxy.upstream.Upstreams;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.EndpointTable;
import dev.maneki.routing.model.Limit;
import dev.maneki.routing.model.Port;
import dev.maneki.routing.model.RoutingModel;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All parts of the data plane, put together. What {@link dev.maneki.proxy.Proxy} promises is kept
 * here.
 */
public final class DataPlane implements AutoCloseable {
    private static final long OVERLOAD_CHECK_MILLIS = 100;

    /** A socket's identity: the address and number to bind, and whether TLS is spoken. */
    private record PortKey(String address, int number, Port.Protocol protocol) {}

    private final ProxyOptions options;
    private final Workers workers;
    private final List<Exchanges> exchanges;
    private final MetricsRegistry metrics;
    private final NameEndpoints names;
    private final Upstreams upstreams;
    private final BackendTlsContexts backendTls;
    private final RuleAction.Compiler compiler;
    private final ListenSockets sockets;
    private final ScheduledFuture<?> overloadCheck;
    private Map<PortKey, ServedPort> ports = new LinkedHashMap<>();
    private Map<BackendId, Backend> backends = Map.of();

    private DataPlane(ProxyOptions options) {
        this.options = options;
        Transport transport = Transport.best();
        TlsProvider tls = TlsProvider.best();
        backendTls = new BackendTlsContexts(tls);
        workers =
                Workers.start(options.workers(), transport, options.limits(), options.accessLog());
        metrics = new MetricsRegistry(workers.all().stream().map(Worker::metrics).toList());
        exchanges = workers.all().stream().map(worker -> new Exchanges(worker, metrics)).toList();
        names =
                new NameEndpoints(
                        workers.all().getFirst().loop(),
                        transport.datagramChannel(),
                        transport.clientChannel());
        upstreams =
                new Upstreams(
                        workers.all().size(),
                        options.limits(),
                        new NettyConnector(transport, options.limits(), backendTls),
                        names,
                        metrics);
        compiler = new RuleAction.Compiler(upstreams, metrics);
        sockets = new ListenSockets(workers, tls, new Connections());
        metrics.register(text -> upstreams.countEndpoints());
        overloadCheck =
                workers.all()
                        .getFirst()
                        .loop()
                        .scheduleAtFixedRate(
                                this::checkRoom,
                                OVERLOAD_CHECK_MILLIS,
                                OVERLOAD_CHECK_MILLIS,
                                TimeUnit.MILLISECONDS);
    }

    /** Starts the workers. */
    public static DataPlane start(ProxyOptions options) {
        return new DataPlane(options);
    }

    /** See {@link dev.maneki.proxy.Proxy#apply}. */
    @SuppressWarnings("ReferenceEquality") // what did not change is the same instance
    public synchronized List<PortStatus> apply(RoutingModel model, EndpointTable endpoints) {
        boolean sameBackends = model.backends() == backends;
        if (sameBackends) {
            upstreams.endpoints(endpoints);
        } else {
            upstreams.add(model.backends(), endpoints);
        }
        Map<PortKey, ServedPort> next = new LinkedHashMap<>();
        for (Port port : model.ports()) {
            PortKey key = new PortKey(port.address(), port.number(), port.protocol());
            ServedPort served = ports.get(key);
            if (served == null) {
                served = new ServedPort(port, options.limits(), options.trustedProxies(), compiler);
            } else {
                served.serve(port);
            }
            next.put(key, served);
        }
        ports = next;
        List<PortStatus> states =
                sockets.apply(next.values()).stream()
                        .map(
                                state ->
                                        new PortStatus(
                                                state.context().port(),
                                                state.bound(),
                                                state.error()))
                        .toList();
        metrics.retain(model);
        if (!sameBackends) {
            upstreams.retain(model.backends());
            compiler.schemas().retain(model.backends().keySet());
            backendTls.retain(
                    model.backends().values().stream()
                            .flatMap(backend -> backend.tls().stream())
                            .toList());
            // Last: had anything failed on the way, all of it would have to be done again.
            backends = model.backends();
        }
        return states;
    }

    /** See {@link dev.maneki.proxy.Proxy#endpoints}. */
    public void endpoints(EndpointTable endpoints) {
        upstreams.endpoints(endpoints);
    }

    /** Client connections now. */
    public int connections() {
        return sockets.connections();
    }

    /** What is counted. */
    public MetricsRegistry metrics() {
        return metrics;
    }

    /** See {@link dev.maneki.proxy.Proxy#drain}. */
    public int drain(Duration patience) {
        return sockets.drain(patience);
    }

    @Override
    public void close() {
        overloadCheck.cancel(false);
        sockets.drain(Duration.ZERO);
        names.close();
        workers.close();
        backendTls.close();
    }

    /**
     * New work is refused while buffers hold more than they may; old work goes on and frees them.
     */
    private void checkRoom() {
        long bound = options.limits().get(Limit.PROCESS_BUFFER);
        boolean full = bound > 0 && PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() > bound;
        for (Exchanges each : exchanges) {
            each.overloaded(full);
        }
    }

    /** Puts the protocol on a connection, and the exchanges of its worker behind it. */
    private final class Connections implements ConnectionFactory {
        @Override
        public ServerConnection start(
                Protocol protocol,
                ChannelPipeline pipeline,
                Worker worker,
                ListenContext context,
                @Nullable TlsInfo tls) {
            Exchanges factory = exchanges.get(worker.index());
            switch (protocol) {
                case HTTP1 -> {
                    Http1ServerConnection connection =
                            new Http1ServerConnection(worker, context, factory, tls);
                    pipeline.addLast(connection);
                    return connection;
                }
                case HTTP2 -> {
                    Http2ServerConnection connection =
                            new Http2ServerConnection(worker, context, factory, tls);
                    pipeline.addLast(connection);
                    return connection;
                }
            }
            throw new IllegalStateException("no such protocol: " + protocol);
        }
    }
}
