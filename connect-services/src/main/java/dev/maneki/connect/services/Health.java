package dev.maneki.connect.services;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Responses;
import dev.maneki.connect.ServerCall;
import dev.maneki.connect.Service;
import dev.maneki.connect.services.health.v1.HealthCheckRequest;
import dev.maneki.connect.services.health.v1.HealthCheckResponse;
import dev.maneki.connect.services.health.v1.HealthCheckResponse.ServingStatus;
import dev.maneki.connect.services.health.v1.HealthListRequest;
import dev.maneki.connect.services.health.v1.HealthListResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server and its services take calls, for load balancers, Kubernetes' gRPC probes and
 * clients that watch it. Thread-safe.
 *
 * <pre>{@code
 * Health health = new Health();
 * Router router = Router.builder().service(health.service()).service(...).build();
 * health.set("greet.v1.Greeter", ServingStatus.NOT_SERVING);
 * }</pre>
 *
 * <p>The server as a whole, whose name is empty, serves from the beginning. Source: gRPC, {@code
 * health-checking.md}.
 */
public final class Health {
    /** The name of the server as a whole. */
    public static final String SERVER = "";

    /** As in gRPC's own servers: what watches more than that should watch one by one. */
    private static final int MAX_LISTED = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, ServingStatus> statuses = new HashMap<>(); // guarded by the lock
    private boolean over; // guarded by the lock

    /** The server serves; nothing is known of its services. */
    public Health() {
        statuses.put(SERVER, ServingStatus.SERVING);
    }

    /** The service for a router. */
    public Service service() {
        return dev.maneki.connect.services.health.v1.Health.service(new Answers());
    }

    /**
     * Says how a service is. After {@link #shutdown} nothing changes any more.
     *
     * @param service its full name, or {@link #SERVER}
     */
    public void set(String service, ServingStatus status) {
        lock.lock();
        try {
            if (!over && statuses.put(service, status) != status) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a service: it is not known any more. */
    public void clear(String service) {
        lock.lock();
        try {
            if (!over && statuses.remove(service) != null) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says for good that nothing serves any more: the first thing to do when a server drains. */
    public void shutdown() {
        lock.lock();
        try {
            over = true;
            statuses.replaceAll((service, status) -> ServingStatus.NOT_SERVING);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How a service is, or null if it is not known. */
    public @Nullable ServingStatus status(String service) {
        lock.lock();
        try {
            return statuses.get(service);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a service is otherwise than it was. */
    private ServingStatus await(String service, @Nullable ServingStatus before)
            throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                ServingStatus now = statuses.getOrDefault(service, ServingStatus.SERVICE_UNKNOWN);
                if (now != before) {
                    return now;
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static HealthCheckResponse response(ServingStatus status) {
        return HealthCheckResponse.newBuilder().setStatus(status).build();
    }

    /** What callers are answered. */
    private final class Answers implements dev.maneki.connect.services.health.v1.Health {
        @Override
        public HealthCheckResponse check(HealthCheckRequest request, ServerCall call) {
            ServingStatus status = status(request.getService());
            if (status == null) {
                throw new ConnectException(
                        Code.NOT_FOUND, "nothing is known of '" + request.getService() + "'");
            }
            return response(status);
        }

        @Override
        public HealthListResponse list(HealthListRequest request, ServerCall call) {
            HealthListResponse.Builder list = HealthListResponse.newBuilder();
            lock.lock();
            try {
                if (statuses.size() > MAX_LISTED) {
                    throw new ConnectException(
                            Code.RESOURCE_EXHAUSTED,
                            statuses.size()
                                    + " services are too many to list: check them one by"
                                    + " one");
                }
                statuses.forEach((service, status) -> list.putStatuses(service, response(status)));
            } finally {
                lock.unlock();
            }
            return list.build();
        }

        /** Changes that follow each other faster than the caller reads are one. */
        @Override
        public void watch(
                HealthCheckRequest request,
                Responses<HealthCheckResponse> responses,
                ServerCall call)
                throws InterruptedException {
            ServingStatus told = null;
            while (true) { // until the caller has enough, which interrupts it
                told = await(request.getService(), told);
                responses.send(response(told));
            }
        }
    }
}
