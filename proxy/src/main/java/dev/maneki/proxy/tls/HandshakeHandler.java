package dev.maneki.proxy.tls;

import dev.maneki.proxy.metrics.HandshakeResult;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.routing.model.Limit;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Waits behind the TLS handler for the handshake to end, tells, and takes itself out. */
final class HandshakeHandler extends ChannelInboundHandlerAdapter {
    private static final X509Certificate[] NONE = {};

    private final HandshakeListener listener;
    private String serverName = "";
    private @Nullable ListenerContexts contexts;
    private final long startedAt = System.currentTimeMillis();
    private boolean told;

    HandshakeHandler(HandshakeListener listener) {
        this.listener = listener;
    }

    /** Whom the handshake is with. */
    void listener(String name, ListenerContexts chosen) {
        serverName = name;
        contexts = chosen;
    }

    /** Tells of a failure, unless one has been told. */
    void fail(HandshakeResult result, String detail) {
        if (!told) {
            told = true;
            listener.onFailed(result, detail);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent completion) || told) {
            return;
        }
        if (!completion.isSuccess()) {
            if (completion.cause() instanceof TooLongFrameException) {
                listener.onLimit(Limit.CLIENT_HELLO_BYTES);
            }
            fail(TlsFailures.result(completion.cause()), TlsFailures.describe(completion.cause()));
            return;
        }
        told = true;
        acknowledge(ctx.channel());
        SslHandler handler = ctx.pipeline().get(SslHandler.class);
        listener.onEstablished(
                TlsPolicy.HTTP2.equals(handler.applicationProtocol()),
                Resumption.of(handler.engine(), startedAt),
                tlsInfo(handler.engine().getSession()));
        ctx.pipeline().remove(this);
    }

    /**
     * Has the kernel acknowledge the client's last handshake message now. BoringSSL keeps session
     * tickets back until the first response, so nothing else would carry the acknowledgement, and a
     * client with Nagle's algorithm on (RFC 1122 section 4.2.3.4) holds its request for the 40 ms
     * until a delayed one comes.
     */
    private static void acknowledge(Channel channel) {
        if (channel instanceof EpollSocketChannel socket) {
            socket.config().setTcpQuickAck(true);
        }
    }

    private TlsInfo tlsInfo(SSLSession session) {
        X509Certificate[] chain = NONE;
        boolean verified = false;
        ListenerContexts chosen = contexts;
        if (chosen != null && chosen.asksForCertificates()) {
            chain = clientChain(session);
            verified = chain.length > 0 && chosen.clientTrust().vouchesFor(chain);
        }
        return new TlsInfo(
                serverName,
                chosen == null ? Optional.empty() : chosen.validation(),
                session.getProtocol(),
                session.getCipherSuite(),
                verified,
                chain.length == 0 ? null : chain[0].getSubjectX500Principal().getName());
    }

    private static X509Certificate[] clientChain(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return Arrays.copyOf(chain, chain.length, X509Certificate[].class);
        } catch (SSLPeerUnverifiedException e) {
            return NONE;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(HandshakeResult.CLOSED, "closed by the client");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(TlsFailures.result(cause), TlsFailures.describe(cause));
        ctx.close();
    }
}
