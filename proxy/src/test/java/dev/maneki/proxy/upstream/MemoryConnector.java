package dev.maneki.proxy.upstream;

import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.worker.Worker;
import java.util.ArrayList;
import java.util.List;

/** Connects to nothing: keeps who asked, for a test to answer. */
final class MemoryConnector implements Connector {
    /** A connection that was asked for and may have been made. */
    static final class Made implements ClientConnection {
        final Result result;
        final boolean multiplexed;
        int streams;
        long idleSince = System.nanoTime();
        boolean closed;
        boolean drains;

        Made(Result result, boolean multiplexed) {
            this.result = result;
            this.multiplexed = multiplexed;
        }

        void connect() {
            result.onConnected(this);
        }

        void streamEnds() {
            streams--;
            idleSince = System.nanoTime();
            if (drains && streams == 0) {
                close();
            } else if (!closed) {
                result.onAvailable(this);
            }
        }

        void close() {
            if (!closed) {
                closed = true;
                result.onClosed(this);
            }
        }

        void goAway() {
            drains = true;
            result.onDraining(this);
        }

        @Override
        public boolean available() {
            return !closed && !drains && (multiplexed || streams == 0);
        }

        @Override
        public boolean multiplexed() {
            return multiplexed;
        }

        @Override
        public int activeStreams() {
            return streams;
        }

        @Override
        public ClientStream open(ClientStreamHandler handler) {
            throw new UnsupportedOperationException("a pool opens no streams");
        }

        @Override
        public void drain() {
            drains = true;
            if (streams == 0) {
                close();
            }
        }

        @Override
        public long idleSince() {
            return idleSince;
        }
    }

    final List<Made> made = new ArrayList<>();
    boolean multiplexed;

    @Override
    public void connect(Worker worker, UpstreamEndpoint endpoint, Result result) {
        made.add(new Made(result, multiplexed));
    }
}
