package dev.maneki.proxy.upstream;

import dev.maneki.routing.model.Backend.EndpointSource;
import dev.maneki.routing.model.EndpointTable.Endpoint;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.HostsFileEntriesProvider;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of backends that are a host name: asked of DNS, and asked again when the answer's
 * time to live is over.
 *
 * <p>An answer that fails leaves the last good addresses in force. The hosts file comes first, an
 * IP address needs no question. Its own state lives on one event loop.
 */
public final class NameEndpoints implements AutoCloseable {
    private static final long LEAST_TTL_SECONDS = 1;
    private static final long MOST_TTL_SECONDS = 300;
    private static final long RETRY_SECONDS = 2;

    private final EventLoop loop;
    private final Class<? extends DatagramChannel> datagramChannel;
    private final Class<? extends SocketChannel> socketChannel;
    private final Map<Upstream, Watch> watches = new HashMap<>();
    private @Nullable DnsNameResolver resolver;

    /** Asks from {@code loop} by channels of these classes. */
    public NameEndpoints(
            EventLoop loop,
            Class<? extends DatagramChannel> datagramChannel,
            Class<? extends SocketChannel> socketChannel) {
        this.loop = loop;
        this.datagramChannel = datagramChannel;
        this.socketChannel = socketChannel;
    }

    /**
     * Begins to keep the endpoints of {@code upstream} as {@code host} resolves. From any thread.
     */
    public void start(Upstream upstream, String host, int port) {
        String address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (NetUtil.createByteArrayFromIpAddressString(address) != null) {
            upstream.replaceEndpoints(List.of(new Endpoint(address, port)), null);
            return;
        }
        String name = host.toLowerCase(Locale.ROOT);
        List<Endpoint> fixed = fromHostsFile(name, port);
        if (!fixed.isEmpty()) {
            upstream.replaceEndpoints(fixed, null);
            return;
        }
        loop.execute(
                () -> {
                    Watch watch =
                            new Watch(upstream, host, name.endsWith(".") ? name : name + ".", port);
                    watches.put(upstream, watch);
                    watch.ask();
                });
    }

    /** Ends it. From any thread. */
    public void stop(Upstream upstream) {
        loop.execute(
                () -> {
                    Watch watch = watches.remove(upstream);
                    if (watch != null) {
                        watch.stop();
                    }
                });
    }

    @Override
    public void close() {
        loop.execute(
                () -> {
                    watches.values().forEach(Watch::stop);
                    watches.clear();
                    if (resolver != null) {
                        resolver.close();
                    }
                });
    }

    private static List<Endpoint> fromHostsFile(String name, int port) {
        HostsFileEntriesProvider hosts = HostsFileEntriesProvider.parser().parseSilently();
        List<Endpoint> result = new ArrayList<>();
        for (InetAddress each : hosts.ipv4Entries().getOrDefault(name, List.of())) {
            result.add(new Endpoint(each.getHostAddress(), port));
        }
        if (result.isEmpty()) {
            for (InetAddress each : hosts.ipv6Entries().getOrDefault(name, List.of())) {
                result.add(new Endpoint(each.getHostAddress(), port));
            }
        }
        return result;
    }

    private DnsNameResolver resolver() {
        DnsNameResolver existing = resolver;
        if (existing == null) {
            existing =
                    new DnsNameResolverBuilder(loop)
                            .datagramChannelType(datagramChannel)
                            .socketChannelType(socketChannel, true)
                            .build();
            resolver = existing;
        }
        return existing;
    }

    /** One name that is asked again and again. On the loop. */
    private final class Watch {
        private final Upstream upstream;
        private final EndpointSource asked;
        private final String name;
        private final int port;
        private final TreeSet<String> addresses = new TreeSet<>();
        private long ttl = MOST_TTL_SECONDS;
        private int answersDue;
        private @Nullable String error;
        private @Nullable ScheduledFuture<?> next;
        private boolean stopped;

        Watch(Upstream upstream, String host, String name, int port) {
            this.upstream = upstream;
            this.asked = new EndpointSource.External(host, port);
            this.name = name;
            this.port = port;
        }

        void stop() {
            stopped = true;
            if (next != null) {
                next.cancel(false);
            }
        }

        void ask() {
            addresses.clear();
            ttl = MOST_TTL_SECONDS;
            error = null;
            answersDue = 2;
            ask(DnsRecordType.A);
            ask(DnsRecordType.AAAA);
        }

        private void ask(DnsRecordType type) {
            resolver()
                    .resolveAll(new DefaultDnsQuestion(name, type))
                    .addListener(
                            (Future<List<DnsRecord>> answer) -> {
                                if (answer.isSuccess()) {
                                    answer.getNow().forEach(this::take);
                                } else {
                                    error = String.valueOf(answer.cause().getMessage());
                                }
                                if (--answersDue == 0) {
                                    settle();
                                }
                            });
        }

        private void take(DnsRecord answer) {
            try {
                boolean isAddress =
                        answer.type().equals(DnsRecordType.A)
                                || answer.type().equals(DnsRecordType.AAAA);
                if (isAddress && answer instanceof DnsRawRecord raw) {
                    byte[] bytes = new byte[raw.content().readableBytes()];
                    raw.content().getBytes(raw.content().readerIndex(), bytes);
                    if (bytes.length == 4 || bytes.length == 16) {
                        addresses.add(NetUtil.bytesToIpAddress(bytes));
                        ttl = Math.min(ttl, answer.timeToLive());
                    }
                }
            } finally {
                ReferenceCountUtil.release(answer);
            }
        }

        private void settle() {
            if (stopped) {
                return;
            }
            if (addresses.isEmpty()) {
                String what = error == null ? "it has no address" : error;
                upstream.nameFailed(asked, "cannot resolve " + name + ": " + what);
                schedule(RETRY_SECONDS);
            } else {
                // Both families lead to the same host; IPv6 is taken where there is nothing else.
                boolean hasIpv4 = addresses.stream().anyMatch(address -> address.indexOf(':') < 0);
                addresses.removeIf(address -> hasIpv4 && address.indexOf(':') >= 0);
                upstream.nameResolved(
                        asked,
                        addresses.stream().map(address -> new Endpoint(address, port)).toList());
                schedule(Math.max(LEAST_TTL_SECONDS, ttl));
            }
        }

        private void schedule(long seconds) {
            Runnable again = this::ask;
            next = loop.schedule(again, seconds, TimeUnit.SECONDS);
        }
    }
}
