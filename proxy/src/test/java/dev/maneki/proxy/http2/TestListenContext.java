package dev.maneki.proxy.http2;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.stream.ListenContext;
import dev.maneki.routing.model.Port;
import java.util.List;

/** A port without listeners and with the limits given. */
record TestListenContext(Limits limits) implements ListenContext {
    @Override
    public Port port() {
        return new Port("127.0.0.1", 0, Port.Protocol.HTTP, List.of());
    }
}
