package dev.maneki.proxy;

import dev.maneki.proxy.exchange.DataPlane;
import dev.maneki.proxy.metrics.MetricsRegistry;
import dev.maneki.routing.model.EndpointTable;
import dev.maneki.routing.model.RoutingModel;
import java.time.Duration;
import java.util.List;

/**
 * The data plane: serves a routing model, and takes another while it runs.
 *
 * <p>A model takes effect as a whole: each request is served by the one that is in force when its
 * head has come. Requests that run while it changes are finished as they began. Configuration comes
 * from one thread at a time; all other methods may be called from any.
 */
public final class Proxy implements AutoCloseable {
    private final DataPlane dataPlane;

    private Proxy(DataPlane dataPlane) {
        this.dataPlane = dataPlane;
    }

    /** Starts the workers; nothing listens yet. */
    public static Proxy start(ProxyOptions options) {
        return new Proxy(DataPlane.start(options));
    }

    /**
     * Serves this model from now on: backends first, then routes, then sockets. Ports that cannot
     * be opened cost no other, and are tried again by the next call.
     *
     * @return how it stands with each port, in the model's order
     */
    public List<PortStatus> apply(RoutingModel model, EndpointTable endpoints) {
        return dataPlane.apply(model, endpoints);
    }

    /** Takes new endpoints for the model in force. */
    public void endpoints(EndpointTable endpoints) {
        dataPlane.endpoints(endpoints);
    }

    /** Client connections now. */
    public int connections() {
        return dataPlane.connections();
    }

    /** What is counted; whoever serves metrics may add to it. */
    public MetricsRegistry metrics() {
        return dataPlane.metrics();
    }

    /**
     * Accepts nothing more and lets what runs come to its end: GOAWAY, {@code Connection: close}.
     * Blocks until no connection is left, or patience is.
     *
     * @return how many connections had to be cut
     */
    public int drain(Duration patience) {
        return dataPlane.drain(patience);
    }

    /** Ends at once. */
    @Override
    public void close() {
        dataPlane.close();
    }
}
