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
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.HostsFileEntriesProvider;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of backends that are a host name: asked of DNS, and asked again when the answer's
 * time to live is over.
 *
 * <p>A question that fails leaves the last good addresses in force ({@link ResolvedName}). The
 * hosts file comes first, an IP address needs no question. Its own state lives on one event loop.
 */
public final class NameEndpoints implements AutoCloseable {
    private final EventLoop loop;
    private final Class<? extends DatagramChannel> datagramChannel;
    private final Class<? extends SocketChannel> socketChannel;
    private final DnsServerAddressStreamProvider nameServers;
    private final Map<Upstream, Watch> watches = new HashMap<>();
    private @Nullable DnsNameResolver resolver;

    /** Asks the system's name servers from {@code loop} by channels of these classes. */
    public NameEndpoints(
            EventLoop loop,
            Class<? extends DatagramChannel> datagramChannel,
            Class<? extends SocketChannel> socketChannel) {
        this(
                loop,
                datagramChannel,
                socketChannel,
                DnsServerAddressStreamProviders.platformDefault());
    }

    /** Asks these name servers. */
    NameEndpoints(
            EventLoop loop,
            Class<? extends DatagramChannel> datagramChannel,
            Class<? extends SocketChannel> socketChannel,
            DnsServerAddressStreamProvider nameServers) {
        this.loop = loop;
        this.datagramChannel = datagramChannel;
        this.socketChannel = socketChannel;
        this.nameServers = nameServers;
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

    /** Whether a name server has said that there is no such name, or no such record of it. */
    private static boolean absent(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof UnknownHostException
                && (cause == null
                        || (cause instanceof DnsErrorCauseException said
                                && (said.getCode().equals(DnsResponseCode.NXDOMAIN)
                                        || said.getCode().equals(DnsResponseCode.NOERROR))));
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
                            .nameServerProvider(nameServers)
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
        private final ResolvedName resolved = new ResolvedName();
        private int answersDue;
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
            answersDue = 2;
            ask(DnsRecordType.A, 4);
            ask(DnsRecordType.AAAA, 16);
        }

        private void ask(DnsRecordType type, int bytes) {
            boolean ipv6 = type == DnsRecordType.AAAA;
            resolver()
                    .resolveAll(new DefaultDnsQuestion(name, type))
                    .addListener(
                            (Future<List<DnsRecord>> answer) -> {
                                if (answer.isSuccess()) {
                                    take(answer.getNow(), type, bytes);
                                } else if (absent(answer.cause())) {
                                    resolved.answered(ipv6, List.of(), Long.MAX_VALUE, now());
                                } else {
                                    String why = String.valueOf(answer.cause().getMessage());
                                    resolved.failed(ipv6, why);
                                }
                                if (--answersDue == 0) {
                                    settle();
                                }
                            });
        }

        private void take(List<DnsRecord> answers, DnsRecordType type, int bytes) {
            List<String> addresses = new ArrayList<>();
            long ttl = Long.MAX_VALUE;
            for (DnsRecord answer : answers) {
                if (answer.type().equals(type)
                        && answer instanceof DnsRawRecord raw
                        && raw.content().readableBytes() == bytes) {
                    byte[] address = new byte[bytes];
                    raw.content().getBytes(raw.content().readerIndex(), address);
                    addresses.add(NetUtil.bytesToIpAddress(address));
                    ttl = Math.min(ttl, answer.timeToLive());
                }
                ReferenceCountUtil.release(answer);
            }
            resolved.answered(type == DnsRecordType.AAAA, addresses, ttl, now());
        }

        private void settle() {
            if (stopped) {
                return;
            }
            String error = resolved.error();
            if (error != null) {
                upstream.nameFailed(asked, "cannot resolve " + name + ": " + error);
            } else {
                upstream.nameResolved(
                        asked,
                        resolved.addresses(now()).stream()
                                .map(address -> new Endpoint(address, port))
                                .toList());
            }
            schedule(resolved.askAgainSeconds());
        }

        private static long now() {
            return System.nanoTime();
        }

        private void schedule(long seconds) {
            Runnable again = this::ask;
            next = loop.schedule(again, seconds, TimeUnit.SECONDS);
        }
    }
}
