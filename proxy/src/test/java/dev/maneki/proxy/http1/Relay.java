package dev.maneki.proxy.http1;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.stream.ServerStreamHandler;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.HeaderFields;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The smallest possible gateway: one port, one backend, an exchange that only passes on. Both
 * halves of HTTP/1.1 work in it over real sockets.
 */
final class Relay implements AutoCloseable {
    final List<String> refused = new CopyOnWriteArrayList<>();
    final List<StreamFault> clientFaults = new CopyOnWriteArrayList<>();
    final List<StreamFault> backendFaults = new CopyOnWriteArrayList<>();
    final List<Http1ServerConnection> connections = new CopyOnWriteArrayList<>();

    /** The most bytes that ever waited to be written to a client, and to a backend. */
    volatile long mostToClient;

    volatile long mostToBackend;

    /** Streams that have ended well. */
    volatile long finished;

    /** One for all tests: its thread is a daemon. */
    private static final EventLoopGroup GROUP =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("relay", true), NioIoHandler.newFactory());

    final Worker worker = new Worker(0, GROUP.next());
    private final TestPort port;
    private final int backendPort;
    private final Channel server;
    private final ChannelGroup everyChannel =
            new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();

    Relay(int backendPort, TestPort port) {
        this(backendPort, port, null);
    }

    Relay(int backendPort, TestPort port, @Nullable SslContext tls) {
        this.port = port;
        this.backendPort = backendPort;
        Factory factory = new Factory();
        TlsInfo tlsInfo =
                tls == null
                        ? null
                        : new TlsInfo("a", Optional.empty(), "TLSv1.3", "any", false, null);
        server =
                new ServerBootstrap()
                        .group(GROUP)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        Http1ServerConnection connection =
                                                new Http1ServerConnection(
                                                        worker, port, factory, tlsInfo);
                                        connections.add(connection);
                                        everyChannel.add(channel);
                                        if (tls != null) {
                                            channel.pipeline()
                                                    .addLast(tls.newHandler(channel.alloc()));
                                        }
                                        channel.pipeline().addLast(connection);
                                    }
                                })
                        .bind(new InetSocketAddress("127.0.0.1", 0))
                        .syncUninterruptibly()
                        .channel();
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        everyChannel.close().syncUninterruptibly();
    }

    private static long waiting(@Nullable Http1Connection connection) {
        var buffer =
                connection == null
                        ? null
                        : connection.context().channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    private final class Factory implements ServerStreamHandler.Factory {
        @Override
        public ServerStreamHandler open(ServerStream stream, boolean requestEnded) {
            return new Exchange(stream, requestEnded);
        }

        @Override
        public void refused(ServerConnection connection, Reason reason, int status, String detail) {
            refused.add(status + " " + detail);
        }
    }

    private final class Exchange implements ServerStreamHandler, ClientConnection.Owner {
        private final ServerStream server;
        private final boolean requestEnded;
        private @Nullable ClientStream client;
        private @Nullable ClientConnection used;
        private boolean headSent;
        private boolean over;

        Exchange(ServerStream server, boolean requestEnded) {
            this.server = server;
            this.requestEnded = requestEnded;
            ClientConnection pooled = idle.poll();
            while (pooled != null && !pooled.available()) {
                pooled = idle.poll();
            }
            if (pooled != null) {
                begin(pooled);
            } else {
                server.pauseRequest();
                connect();
            }
        }

        private void connect() {
            var unused =
                    new Bootstrap()
                            .group(GROUP)
                            .channel(NioSocketChannel.class)
                            .handler(
                                    new ChannelInitializer<Channel>() {
                                        @Override
                                        protected void initChannel(Channel channel) {
                                            everyChannel.add(channel);
                                        }
                                    })
                            .connect("127.0.0.1", backendPort)
                            .addListener(
                                    done -> {
                                        if (!done.isSuccess()) {
                                            backendReset(
                                                    StreamFault.of(
                                                            Reason.CONNECT_REFUSED, "refused"));
                                            return;
                                        }
                                        Http1ClientConnection made =
                                                new Http1ClientConnection(worker, this);
                                        ((io.netty.channel.ChannelFuture) done)
                                                .channel()
                                                .pipeline()
                                                .addLast(made);
                                        if (over) {
                                            made.drain();
                                        } else {
                                            begin(made);
                                            server.resumeRequest();
                                        }
                                        worker.flushQueue().flushAll();
                                    });
        }

        private void begin(ClientConnection connection) {
            used = connection;
            client = connection.open(new ResponseSide());
            client.sendHead(server.request(), requestEnded);
        }

        @Override
        public void onData(ByteBuf data) {
            ClientStream to = client;
            if (to == null) {
                data.release();
                return;
            }
            to.sendData(data, false);
            mostToBackend = Math.max(mostToBackend, waiting((Http1Connection) used));
            if (!to.writable()) {
                server.pauseRequest();
            }
        }

        @Override
        public void onEnd(@Nullable HeaderFields trailers) {
            if (client == null) {
                return;
            }
            if (trailers != null) {
                client.sendTrailers(trailers);
            } else {
                client.sendData(Unpooled.EMPTY_BUFFER, true);
            }
        }

        @Override
        public void onReset(StreamFault fault) {
            over = true;
            clientFaults.add(fault);
            if (client != null) {
                client.cancel();
            }
        }

        @Override
        public void onWritable() {
            if (client != null) {
                client.resumeResponse();
            }
        }

        @Override
        public void onFinished() {
            over = true;
            finished = finished + 1;
        }

        private void backendReset(StreamFault fault) {
            if (over) {
                return;
            }
            backendFaults.add(fault);
            if (headSent) {
                over = true;
                server.abort(fault);
                return;
            }
            headSent = true;
            byte[] text = (fault.detail() + "\n").getBytes(StandardCharsets.US_ASCII);
            ResponseHead head = new ResponseHead();
            head.status(502);
            head.contentLength(text.length);
            head.fields().add(FieldName.of("x-fault"), fault.reason().label());
            server.sendHead(head, false);
            server.sendData(Unpooled.wrappedBuffer(text), true);
        }

        @Override
        public void onAvailable(ClientConnection connection) {
            idle.add(connection);
        }

        @Override
        public void onDraining(ClientConnection connection) {
            idle.remove(connection);
        }

        @Override
        public void onClosed(ClientConnection connection) {
            idle.remove(connection);
        }

        private final class ResponseSide implements ClientStreamHandler {
            @Override
            public void onInformational(ResponseHead head) {
                server.sendInformational(head);
            }

            @Override
            public void onHead(ResponseHead head, boolean end) {
                headSent = true;
                server.sendHead(head, end);
            }

            @Override
            public void onData(ByteBuf data) {
                server.sendData(data, false);
                mostToClient =
                        Math.max(mostToClient, waiting((Http1Connection) server.connection()));
                if (!server.writable() && client != null) {
                    client.pauseResponse();
                }
            }

            @Override
            public void onEnd(@Nullable HeaderFields trailers) {
                if (trailers != null) {
                    server.sendTrailers(trailers);
                } else {
                    server.sendData(Unpooled.EMPTY_BUFFER, true);
                }
            }

            @Override
            public void onReset(StreamFault fault) {
                backendReset(fault);
            }

            @Override
            public void onWritable() {
                server.resumeRequest();
            }
        }
    }
}
