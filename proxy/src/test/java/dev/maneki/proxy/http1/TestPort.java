package dev.maneki.proxy.http1;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.stream.ListenContext;
import dev.maneki.routing.model.Limit;
import dev.maneki.routing.model.Port;
import java.util.List;
import java.util.Map;

/** An open port with limits of one's choice. */
record TestPort(Limits limits) implements ListenContext {
    static TestPort plain() {
        return new TestPort(Limits.DEFAULT);
    }

    static TestPort with(Map<Limit, Long> limits) {
        return new TestPort(Limits.DEFAULT.with(limits));
    }

    @Override
    public Port port() {
        return new Port("127.0.0.1", 1, Port.Protocol.HTTP, List.of());
    }
}
