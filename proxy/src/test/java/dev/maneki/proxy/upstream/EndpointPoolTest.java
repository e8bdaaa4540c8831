package dev.maneki.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.metrics.MetricsRegistry;
import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.EndpointTable.Endpoint;
import dev.maneki.routing.model.Limit;
import dev.maneki.routing.model.ServicePort;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointPoolTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Worker first = new Worker(0, channel.eventLoop());
    private final Worker second = new Worker(1, channel.eventLoop());
    private final MemoryConnector connector = new MemoryConnector();
    private final MetricsRegistry metrics =
            new MetricsRegistry(List.of(first.metrics(), second.metrics()));
    private final Upstream upstream = upstream(Backend.Protocol.HTTP1, Map.of());

    /** A request that waits, and what became of it. */
    private static final class Waiter implements ConnectionWaiter {
        MemoryConnector.@Nullable Made got;
        boolean reused;
        @Nullable StreamFault fault;
        boolean cancelled;

        @Nullable Reason reason() {
            return fault == null ? null : fault.reason();
        }

        @Override
        public void onConnection(ClientConnection connection, boolean usedBefore) {
            got = (MemoryConnector.Made) connection;
            got.streams++;
            reused = usedBefore;
        }

        @Override
        public void onConnectionFailed(StreamFault why) {
            fault = why;
        }

        @Override
        public boolean cancelled() {
            return cancelled;
        }
    }

    private Upstream upstream(Backend.Protocol protocol, Map<Limit, Long> limits) {
        BackendId id = new BackendId("ns", "service", 80, protocol.name());
        Upstream made =
                new Upstream(
                        new Backend(
                                id,
                                protocol,
                                Optional.empty(),
                                new Backend.EndpointSource.Slices(
                                        new ServicePort("ns", "service", 80))),
                        2,
                        Limits.DEFAULT.with(limits),
                        connector,
                        metrics.backend(id));
        made.replaceEndpoints(
                List.of(new Endpoint("192.0.2.1", 80), new Endpoint("192.0.2.2", 80)), null);
        return made;
    }

    private EndpointPool pool() {
        return upstream.endpoints()[0].pool(first);
    }

    private static Waiter acquire(EndpointPool pool) {
        Waiter waiter = new Waiter();
        pool.acquire(waiter);
        return waiter;
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aRequestGetsTheConnectionThatWasMadeForIt() {
        Waiter waiter = acquire(pool());
        assertThat(waiter.got).isNull();
        assertThat(upstream.pending()).hasValue(1);

        connector.made.getFirst().connect();

        assertThat(waiter.got).isSameAs(connector.made.getFirst());
        assertThat(waiter.reused).isFalse();
        assertThat(upstream.pending()).hasValue(0);
        assertThat(upstream.connections()).hasValue(1);
    }

    @Test
    void theConnectionThatWasUsedLastIsUsedNext() {
        acquire(pool());
        acquire(pool());
        connector.made.forEach(MemoryConnector.Made::connect);
        connector.made.get(1).streamEnds();
        connector.made.get(0).streamEnds();

        Waiter waiter = acquire(pool());

        assertThat(waiter.got).isSameAs(connector.made.get(0));
        assertThat(waiter.reused).isTrue();
        assertThat(connector.made).hasSize(2);
    }

    @Test
    void aConnectionThatIsGoingIsNotUsedAgain() {
        acquire(pool());
        MemoryConnector.Made going = connector.made.getFirst();
        going.connect();
        going.goAway();
        going.streamEnds();

        Waiter waiter = acquire(pool());

        assertThat(waiter.got).isNull();
        assertThat(connector.made).hasSize(2);
        assertThat(upstream.connections()).hasValue(1);
    }

    @Test
    void oneFailureToConnectAnswersAllWhoWait() {
        Waiter one = acquire(pool());
        Waiter other = acquire(pool());
        connector.made.getFirst().result.onFailed(StreamFault.of(Reason.CONNECT_REFUSED, "no"));

        assertThat(one.fault).isNotNull();
        assertThat(other.fault).isNotNull();
        assertThat(upstream.pending()).hasValue(0);
        assertThat(upstream.connections()).hasValue(1);
        connector.made.get(1).connect();
        assertThat(acquire(pool()).got).isSameAs(connector.made.get(1));
    }

    @Test
    void whoHasLostInterestIsPassedOver() {
        Waiter gone = acquire(pool());
        Waiter waiting = acquire(pool());
        gone.cancelled = true;
        connector.made.getFirst().connect();

        assertThat(gone.got).isNull();
        assertThat(waiting.got).isNotNull();
        assertThat(upstream.pending()).hasValue(0);
    }

    @Test
    void withdrawnIsNotCountedAsWaiting() {
        Waiter waiter = acquire(pool());
        pool().withdraw(waiter);
        assertThat(upstream.pending()).hasValue(0);

        pool().withdraw(waiter);
        assertThat(upstream.pending()).hasValue(0);
    }

    @Test
    void moreThanMayWaitAreRefused() {
        Upstream small = upstream(Backend.Protocol.HTTP1, Map.of(Limit.BACKEND_PENDING, 1L));
        EndpointPool pool = small.endpoints()[0].pool(first);
        acquire(pool);

        Waiter second = acquire(pool);

        assertThat(second.reason()).isEqualTo(Reason.BACKEND_OVERLOADED);
        assertThat(small.pending()).hasValue(1);
    }

    @Test
    void http2SharesOneConnection() {
        connector.multiplexed = true;
        Upstream shared = upstream(Backend.Protocol.HTTP2, Map.of());
        EndpointPool pool = shared.endpoints()[0].pool(first);
        List<Waiter> waiters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiters.add(acquire(pool));
        }
        assertThat(connector.made).hasSize(1);
        connector.made.getFirst().connect();

        assertThat(waiters).allMatch(waiter -> waiter.got == connector.made.getFirst());
        assertThat(connector.made.getFirst().streams).isEqualTo(5);
    }

    @Test
    void whoeverWaitsWhenAConnectionClosesGetsAnother() {
        Upstream small = upstream(Backend.Protocol.HTTP1, Map.of(Limit.BACKEND_CONNECTIONS, 1L));
        EndpointPool pool = small.endpoints()[0].pool(first);
        acquire(pool);
        connector.made.getFirst().connect();
        Waiter waiting = acquire(pool);
        assertThat(connector.made).hasSize(1);

        connector.made.getFirst().close();

        assertThat(connector.made).hasSize(2);
        connector.made.get(1).connect();
        assertThat(waiting.got).isNotNull();
        assertThat(small.connections()).hasValue(1);
    }

    /** An unused connection of one worker must not keep another worker's request waiting. */
    @Test
    void anotherWorkersUnusedConnectionMakesRoomForOneThatIsNeeded() {
        Upstream small = upstream(Backend.Protocol.HTTP1, Map.of(Limit.BACKEND_CONNECTIONS, 1L));
        acquire(small.endpoints()[0].pool(first));
        connector.made.getFirst().connect();
        connector.made.getFirst().streamEnds();

        Waiter waiting = acquire(small.endpoints()[0].pool(second));
        channel.runPendingTasks();

        assertThat(connector.made.getFirst().closed).isTrue();
        assertThat(connector.made).hasSize(2);
        connector.made.get(1).connect();
        assertThat(waiting.got).isNotNull();
        assertThat(small.connections()).hasValue(1);
    }

    @Test
    void anotherEndpointsUnusedConnectionMakesRoomToo() {
        Upstream small = upstream(Backend.Protocol.HTTP1, Map.of(Limit.BACKEND_CONNECTIONS, 2L));
        acquire(small.endpoints()[0].pool(first));
        acquire(small.endpoints()[0].pool(first));
        connector.made.forEach(MemoryConnector.Made::connect);
        connector.made.get(0).streamEnds();

        acquire(small.endpoints()[1].pool(first));
        channel.runPendingTasks();

        assertThat(connector.made.get(0).closed).isTrue();
        assertThat(connector.made.get(1).closed).isFalse();
        assertThat(connector.made).hasSize(3);
    }

    @Test
    void connectionsInUseAreNotTaken() {
        Upstream small = upstream(Backend.Protocol.HTTP1, Map.of(Limit.BACKEND_CONNECTIONS, 1L));
        acquire(small.endpoints()[0].pool(first));
        connector.made.getFirst().connect();

        Waiter waiting = acquire(small.endpoints()[1].pool(second));
        channel.runPendingTasks();

        assertThat(connector.made).hasSize(1);
        assertThat(waiting.got).isNull();
        assertThat(waiting.fault).isNull();
    }

    @Test
    void aDrainedPoolClosesWhatIsUnusedAndTheRestOnceItIs() {
        acquire(pool());
        acquire(pool());
        connector.made.forEach(MemoryConnector.Made::connect);
        connector.made.get(0).streamEnds();
        pool().drain();
        assertThat(connector.made.get(0).closed).isTrue();
        assertThat(connector.made.get(1).closed).isFalse();

        connector.made.get(1).streamEnds();

        assertThat(connector.made.get(1).closed).isTrue();
        assertThat(upstream.connections()).hasValue(0);
    }

    @Test
    void closingWithoutHavingBeenReadyIsAFailureToConnect() {
        Waiter waiter = acquire(pool());
        MemoryConnector.Made made = connector.made.getFirst();
        made.drains = true;
        made.connect();
        assertThat(waiter.got).isNull();

        made.close();

        assertThat(waiter.reason()).isEqualTo(Reason.CONNECT_FAILED);
        assertThat(upstream.connections()).hasValue(0);
    }
}
