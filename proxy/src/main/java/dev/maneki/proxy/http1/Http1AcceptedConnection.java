package dev.maneki.proxy.http1;

import dev.maneki.proxy.stream.ListenContext;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.proxy.worker.Worker;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** What is known of a client's connection, whatever it says: where it comes from and came in. */
abstract class Http1AcceptedConnection extends Http1Connection implements ServerConnection {
    private static final InetSocketAddress UNKNOWN_ADDRESS = new InetSocketAddress(0);

    private final ListenContext listen;
    private final @Nullable TlsInfo tls;
    private @Nullable Object attachment;

    Http1AcceptedConnection(Worker worker, ListenContext listen, @Nullable TlsInfo tls) {
        super(worker, false);
        this.listen = listen;
        this.tls = tls;
    }

    /** A channel knows its addresses beyond its end only if it was asked before. */
    final void rememberAddresses() {
        var unused = remoteAddress();
        unused = localAddress();
    }

    @Override
    public Worker worker() {
        return worker;
    }

    @Override
    public ListenContext listenContext() {
        return listen;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return inet(context().channel().remoteAddress());
    }

    @Override
    public InetSocketAddress localAddress() {
        return inet(context().channel().localAddress());
    }

    private static InetSocketAddress inet(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet : UNKNOWN_ADDRESS;
    }

    @Override
    public String protocol() {
        return "HTTP/1.1";
    }

    @Override
    public @Nullable TlsInfo tls() {
        return tls;
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public void attach(Object note) {
        attachment = note;
    }
}
