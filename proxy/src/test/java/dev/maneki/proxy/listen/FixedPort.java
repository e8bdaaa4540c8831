package dev.maneki.proxy.listen;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.stream.ListenContext;
import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Limit;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.ListenerTls;
import dev.maneki.routing.model.Port;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A port as a test wants it; what it serves can be changed. */
final class FixedPort implements ListenContext {
    private volatile Port port;
    private volatile Limits limits = Limits.DEFAULT;

    FixedPort(Port port) {
        this.port = port;
    }

    static FixedPort http(String address, int number) {
        return new FixedPort(new Port(address, number, Port.Protocol.HTTP, List.of()));
    }

    static FixedPort https(Listener... listeners) {
        return new FixedPort(
                new Port("127.0.0.1", 0, Port.Protocol.HTTPS, Arrays.asList(listeners)));
    }

    static Listener listener(String name, String hostname, ListenerTls tls) {
        return new Listener(
                new ListenerId("test", "gateway", name),
                Hostname.of(hostname),
                Optional.of(tls),
                List.of(),
                GatewaySettings.DEFAULT);
    }

    FixedPort limit(Limit limit, long value) {
        limits = limits.with(Map.of(limit, value));
        return this;
    }

    void serve(Listener... listeners) {
        port = new Port(port.address(), port.number(), port.protocol(), List.of(listeners));
    }

    @Override
    public Port port() {
        return port;
    }

    @Override
    public Limits limits() {
        return limits;
    }
}
