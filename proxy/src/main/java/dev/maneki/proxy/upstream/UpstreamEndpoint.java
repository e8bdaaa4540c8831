package dev.maneki.proxy.upstream;

import dev.maneki.proxy.access.Labels;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.EndpointTable.Endpoint;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of a backend, alive: its address, its health, its load, and a pool for each worker.
 * Thread-safe.
 */
public final class UpstreamEndpoint {
    private final Upstream upstream;
    private final Endpoint id;
    private final InetSocketAddress address;
    private final String label;
    private final Labels labels;
    private final String sessionKey;
    private final EndpointHealth health = new EndpointHealth();
    private final AtomicInteger activeRequests = new AtomicInteger();

    /** Slot i is made and used by worker i alone; others only ask it to drain. */
    private final AtomicReferenceArray<@Nullable EndpointPool> pools;

    UpstreamEndpoint(Upstream upstream, Endpoint id, int workers) {
        this.upstream = upstream;
        this.id = id;
        this.label = id.toString();
        this.address = new InetSocketAddress(parse(id.address()), id.port());
        this.labels = Labels.endpoint(address);
        this.sessionKey = SessionKey.of(upstream.id(), id);
        this.pools = new AtomicReferenceArray<>(workers);
    }

    private static InetAddress parse(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            throw new IllegalArgumentException("endpoint address is no IP address: " + address);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("endpoint address is no IP address: " + address, e);
        }
    }

    /** The backend it belongs to. */
    public Upstream upstream() {
        return upstream;
    }

    /** Its address as the model has it. */
    public Endpoint id() {
        return id;
    }

    /** Where to connect to. */
    public InetSocketAddress address() {
        return address;
    }

    /** {@code address:port}, for records. */
    public String label() {
        return label;
    }

    /** What records say of it. */
    public Labels labels() {
        return labels;
    }

    /** What stands for it in a session's mark. */
    public String sessionKey() {
        return sessionKey;
    }

    /** What is known of its health. */
    public EndpointHealth health() {
        return health;
    }

    /** Requests that are at it now, of all workers. */
    public AtomicInteger activeRequests() {
        return activeRequests;
    }

    /** The pool of {@code worker}; on its event loop only. */
    public EndpointPool pool(Worker worker) {
        EndpointPool pool = pools.get(worker.index());
        if (pool == null) {
            pool = new EndpointPool(worker, this);
            pools.set(worker.index(), pool);
        }
        return pool;
    }

    /** Adds its pools, of all workers, to {@code all}. From any thread. */
    void addPools(List<EndpointPool> all) {
        for (int i = 0; i < pools.length(); i++) {
            EndpointPool pool = pools.get(i);
            if (pool != null) {
                all.add(pool);
            }
        }
    }

    /** Closes unused connections on every worker, others once they are unused. From any thread. */
    void drain() {
        for (int i = 0; i < pools.length(); i++) {
            EndpointPool pool = pools.get(i);
            if (pool != null) {
                pool.worker().loop().execute(pool::drain);
            }
        }
    }
}
