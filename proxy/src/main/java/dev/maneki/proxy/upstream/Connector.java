package dev.maneki.proxy.upstream;

import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.worker.Worker;

/** Makes connections to endpoints: TCP, TLS where the backend has it, and the protocol on top. */
public interface Connector {
    /** How it went; on the worker's event loop, once. It also owns the connection made. */
    interface Result extends ClientConnection.Owner {
        /** The connection is ready for streams. */
        void onConnected(ClientConnection made);

        /** There is none, and why. */
        void onFailed(StreamFault fault);
    }

    /** Begins to connect; called on the worker's event loop, never answers before it returns. */
    void connect(Worker worker, UpstreamEndpoint endpoint, Result result);
}
