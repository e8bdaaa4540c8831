package dev.maneki.proxy.tls;

import dev.maneki.proxy.metrics.HandshakeResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ClientHello's server name (RFC 6066 section 3), finds the listener, and makes room for
 * the TLS handler of that listener; once a connection.
 */
final class ClientHelloHandler extends AbstractSniHandler<Optional<ListenerContexts>> {
    private static final byte FATAL = 2;
    private static final byte INTERNAL_ERROR = 80;
    private static final byte MISSING_EXTENSION = 109;
    private static final byte UNRECOGNIZED_NAME = 112;
    private static final byte NO_APPLICATION_PROTOCOL = 120;

    private static final byte[] PLAIN_HTTP_ANSWER =
            ("HTTP/1.1 400 Bad Request\r\n"
                            + "Content-Type: text/plain\r\n"
                            + "Content-Length: 33\r\n"
                            + "Connection: close\r\n\r\n"
                            + "This port speaks HTTPS: use TLS.\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private final PortTls port;
    private final HandshakeHandler completion;
    private boolean refused;
    private boolean protocolsSuit = true;

    ClientHelloHandler(PortTls port, int clientHelloBytes, HandshakeHandler completion) {
        super(Math.min(clientHelloBytes, MAX_CLIENT_HELLO_LENGTH), 0);
        this.port = port;
        this.completion = completion;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        // No TLS record begins with a letter (RFC 8446 section 5.1), every HTTP request does.
        if (in.isReadable() && Character.isLetter(in.getByte(in.readerIndex()))) {
            in.skipBytes(in.readableBytes());
            refuse(ctx, PLAIN_HTTP_ANSWER, HandshakeResult.PROTOCOL_ERROR, "HTTP without TLS");
            return;
        }
        super.decode(ctx, in, out);
    }

    @Override
    protected Future<Optional<ListenerContexts>> lookup(
            ChannelHandlerContext ctx, @Nullable ByteBuf hello) throws Exception {
        protocolsSuit = hello == null || OfferedProtocols.suit(hello);
        return super.lookup(ctx, hello);
    }

    @Override
    protected Future<Optional<ListenerContexts>> lookup(
            ChannelHandlerContext ctx, @Nullable String serverName) {
        return ctx.executor()
                .newSucceededFuture(Optional.ofNullable(port.find(normal(serverName))));
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext ctx,
            @Nullable String sent,
            Future<Optional<ListenerContexts>> found) {
        if (!protocolsSuit) {
            refuse(
                    ctx,
                    alert(NO_APPLICATION_PROTOCOL),
                    HandshakeResult.NO_COMMON_PARAMETERS,
                    "by ALPN neither h2 nor http/1.1 is offered");
            return;
        }
        String serverName = normal(sent);
        ListenerContexts contexts = found.getNow().orElse(null);
        try {
            while (contexts != null) {
                Optional<SslHandler> handler = contexts.newHandler(ctx.alloc(), serverName);
                if (handler.isPresent()) {
                    completion.listener(serverName, contexts);
                    ctx.pipeline().replace(this, null, handler.get());
                    return;
                }
                ListenerContexts again = port.find(serverName);
                contexts = again == contexts ? null : again;
            }
        } catch (TlsConfigurationException e) {
            refuse(
                    ctx,
                    alert(INTERNAL_ERROR),
                    HandshakeResult.UNKNOWN_NAME,
                    String.valueOf(e.getMessage()));
            return;
        }
        refuse(
                ctx,
                alert(serverName.isEmpty() ? MISSING_EXTENSION : UNRECOGNIZED_NAME),
                HandshakeResult.UNKNOWN_NAME,
                serverName.isEmpty()
                        ? "no server name, and no listener for any"
                        : "no listener for " + serverName);
    }

    private void refuse(
            ChannelHandlerContext ctx, byte[] answer, HandshakeResult result, String detail) {
        refused = true;
        completion.fail(result, detail);
        ctx.writeAndFlush(Unpooled.wrappedBuffer(answer)).addListener(ChannelFutureListener.CLOSE);
    }

    /** A fatal alert before any keys are settled, as a record of TLS 1.2 (RFC 8446 section 6). */
    private static byte[] alert(byte description) {
        return new byte[] {21, 3, 3, 0, 2, FATAL, description};
    }

    /**
     * In lower case, without a final dot. What is no host name (RFC 6066 forbids even addresses)
     * counts as none.
     */
    private static String normal(@Nullable String serverName) {
        if (serverName == null) {
            return "";
        }
        String name =
                serverName.endsWith(".")
                        ? serverName.substring(0, serverName.length() - 1)
                        : serverName;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean usual =
                    (c >= 'a' && c <= 'z')
                            || (c >= '0' && c <= '9')
                            || c == '.'
                            || c == '-'
                            || c == '_';
            if (!usual) {
                return "";
            }
        }
        return name;
    }
}
