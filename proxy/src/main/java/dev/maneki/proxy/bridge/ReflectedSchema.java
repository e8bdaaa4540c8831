package dev.maneki.proxy.bridge;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.proxy.upstream.Upstream;
import dev.maneki.proxy.upstream.UpstreamEndpoint;
import dev.maneki.proxy.worker.Worker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a backend says of itself, service by service, kept until its endpoints change or it has
 * forgotten a method. Concurrent callers wait for one answer. Thread-safe.
 */
final class ReflectedSchema implements SchemaSource {
    /** How soon a backend is asked again, after it was of no help or is doubted. */
    private static final long PATIENCE_NANOS = 1_000_000_000;

    /** Names come from strangers: what a backend may be asked for is bounded. */
    private static final int MOST_SERVICES = 1_000;

    private static final State NOTHING = new State(null, null);

    private final Upstream upstream;
    private final Map<String, Service> services = new HashMap<>();

    ReflectedSchema(Upstream upstream) {
        this.upstream = upstream;
    }

    /** Whose it is. */
    Upstream upstream() {
        return upstream;
    }

    /** What is known of one service. Guarded by the schema. */
    private static final class Service {
        private State state = NOTHING;
        private UpstreamEndpoint @Nullable [] endpoints;
        private long askedAt;
        private boolean doubted;
        private boolean asking;
        private final List<Waiting> waiting = new ArrayList<>();
    }

    /** What a backend has said. */
    private record State(@Nullable Descriptors known, @Nullable ConnectException failure) {
        void tell(String path, Receiver receiver) {
            MethodTypes types = known == null ? null : known.find(path);
            if (types != null) {
                receiver.onTypes(types);
            } else if (failure != null) {
                receiver.onNone(failure);
            } else {
                receiver.onNone(
                        new ConnectException(
                                Code.UNIMPLEMENTED, "the backend has no method " + path));
            }
        }
    }

    private record Waiting(String path, Worker worker, Receiver receiver) {}

    @Override
    public void find(String path, Worker worker, Receiver receiver) {
        int slash = path.lastIndexOf('/');
        String name = slash < 1 ? "" : path.substring(1, slash);
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            receiver.onNone(
                    new ConnectException(
                            Code.UNIMPLEMENTED,
                            "the path of a call is /service/method, not " + path));
            return;
        }
        Service service;
        State state = null;
        boolean ask = false;
        synchronized (this) {
            service = service(name);
            if (fresh(service, path)) {
                state = service.state;
            } else {
                ask = !service.asking;
                service.asking = true;
                service.waiting.add(new Waiting(path, worker, receiver));
            }
        }
        if (state != null) {
            state.tell(path, receiver);
        } else if (ask) {
            ask(name, service, worker);
        }
    }

    private Service service(String name) {
        Service known = services.get(name);
        if (known == null) {
            if (services.size() >= MOST_SERVICES) {
                services.clear(); // Who still waits is told all the same.
            }
            known = new Service();
            services.put(name, known);
        }
        return known;
    }

    /** Whether what is known will do. */
    @SuppressWarnings("ReferenceEquality") // another array whenever an endpoint changes
    private boolean fresh(Service service, String path) {
        if (service.endpoints == null || service.asking) {
            return false;
        }
        boolean soon = System.nanoTime() - service.askedAt < PATIENCE_NANOS;
        Descriptors known = service.state.known;
        boolean holds =
                known != null
                        && service.endpoints == upstream.endpoints()
                        && !service.doubted
                        && known.find(path) != null;
        return holds || soon;
    }

    private void ask(String name, Service service, Worker worker) {
        UpstreamEndpoint[] endpoints = upstream.endpoints();
        ReflectionCall.ask(
                upstream,
                worker,
                name,
                new ReflectionCall.Receiver() {
                    @Override
                    public void onFiles(Map<String, FileDescriptorProto> files) {
                        try {
                            end(service, endpoints, Descriptors.link(files.values()), null);
                        } catch (Descriptors.SchemaException e) {
                            onFailure(
                                    new ConnectException(
                                            Code.INTERNAL,
                                            "the backend's schema of "
                                                    + name
                                                    + " is of no use: "
                                                    + e.getMessage()));
                        }
                    }

                    @Override
                    public void onFailure(ConnectException why) {
                        end(service, endpoints, null, why);
                    }
                });
    }

    private void end(
            Service service,
            UpstreamEndpoint[] endpoints,
            @Nullable Descriptors known,
            @Nullable ConnectException failure) {
        List<Waiting> told;
        State now;
        synchronized (this) {
            // A backend that cannot be asked just now was not another when it could.
            boolean gone = failure != null && failure.code() == Code.UNIMPLEMENTED;
            now = new State(known != null || gone ? known : service.state.known, failure);
            service.state = now;
            service.endpoints = endpoints;
            service.askedAt = System.nanoTime();
            service.doubted = false;
            service.asking = false;
            told = List.copyOf(service.waiting);
            service.waiting.clear();
        }
        for (Waiting each : told) {
            each.worker()
                    .loop()
                    .execute(
                            () -> {
                                now.tell(each.path(), each.receiver());
                                each.worker().flushQueue().flushAll();
                            });
        }
    }

    @Override
    public synchronized void doubt() {
        services.values().forEach(each -> each.doubted = true);
    }
}
