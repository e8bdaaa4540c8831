package dev.maneki.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.metrics.MetricsRegistry;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NameEndpointsIT {
    private static final String HOST = "backend.test";

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final TestNameServer server;
    private final NameEndpoints names;
    private final Upstream upstream;

    NameEndpointsIT() throws Exception {
        server = new TestNameServer();
        names =
                new NameEndpoints(
                        loop,
                        NioDatagramChannel.class,
                        NioSocketChannel.class,
                        new SingletonDnsServerAddressStreamProvider(server.address()));
        BackendId id = new BackendId("ns", "external", 80, "");
        upstream =
                new Upstream(
                        new Backend(
                                id,
                                Backend.Protocol.HTTP1,
                                Optional.empty(),
                                new Backend.EndpointSource.External(HOST, 80)),
                        1,
                        Limits.DEFAULT,
                        new MemoryConnector(),
                        new MetricsRegistry(List.of()).backend(id));
    }

    @AfterEach
    void close() {
        names.close();
        server.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private List<String> endpoints() {
        return Arrays.stream(upstream.endpoints()).map(UpstreamEndpoint::label).toList();
    }

    private void await(Predicate<Upstream> done) throws InterruptedException {
        while (!done.test(upstream)) {
            Thread.sleep(5);
        }
    }

    @Test
    void aNameWithBothFamiliesIsReachedByIpv4() throws Exception {
        server.address(TestNameServer.A, "192.0.2.1").address(TestNameServer.AAAA, "2001:db8::1");
        names.start(upstream, HOST, 80);
        await(it -> it.endpoints().length > 0);

        assertThat(endpoints()).containsExactly("192.0.2.1:80");
    }

    @Test
    void aNameWithoutIpv4IsReachedByIpv6() throws Exception {
        server.nothing(TestNameServer.A).address(TestNameServer.AAAA, "2001:db8::1");
        names.start(upstream, HOST, 80);
        await(it -> it.endpoints().length > 0);

        assertThat(endpoints()).containsExactly("[2001:db8::1]:80");
    }

    /** The answer's time to live is a second; the address changes to show that one was asked. */
    @Test
    void aFailureForIpv4LeavesItsAddressesInForce() throws Exception {
        server.address(TestNameServer.A, "192.0.2.1").address(TestNameServer.AAAA, "2001:db8::1");
        names.start(upstream, HOST, 80);
        await(it -> it.endpoints().length > 0);
        server.fails(TestNameServer.A).nothing(TestNameServer.AAAA);
        await(it -> it.nameError() != null);
        assertThat(endpoints()).containsExactly("192.0.2.1:80");

        server.address(TestNameServer.AAAA, "2001:db8::2");
        await(it -> it.nameError() == null);

        assertThat(endpoints()).containsExactly("192.0.2.1:80");
    }

    @Test
    void aNameThatDoesNotResolveSaysWhy() throws Exception {
        server.fails(TestNameServer.A).fails(TestNameServer.AAAA);
        names.start(upstream, HOST, 80);
        await(it -> it.nameError() != null);

        assertThat(upstream.nameError()).startsWith("cannot resolve backend.test.: ");
        assertThat(endpoints()).isEmpty();
    }

    @Test
    void anAddressNeedsNoQuestion() {
        names.start(upstream, "[2001:db8::1]", 80);

        assertThat(endpoints()).containsExactly("[2001:db8::1]:80");
    }
}
