package dev.maneki.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.maneki.proxy.metrics.HandshakeResult;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Limit;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Port;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a stranger sends in place of a ClientHello ends in one answer, and leaks nothing. */
class ClientHelloFuzzTest {
    private static final int CLIENT_HELLO_BYTES = 2_048;

    private static final Port PORT =
            new Port(
                    "",
                    443,
                    Port.Protocol.HTTPS,
                    List.of(
                            new Listener(
                                    new ListenerId("ns", "gateway", "listener"),
                                    Hostname.of("*.test"),
                                    Optional.of(Pki.tls(Pki.ecdsa("a.test"))),
                                    List.of(),
                                    GatewaySettings.DEFAULT)));

    private static final PortTls TLS = new PortTls(() -> PORT, TlsProvider.best());

    @FuzzTest
    void endsInOneAnswer(FuzzedDataProvider data) {
        boolean cut = data.consumeBoolean();
        int piece = cut ? data.consumeInt(1, 64) : Integer.MAX_VALUE;
        feed(data.consumeRemainingAsBytes(), piece);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, Integer.MAX_VALUE})
    void survivesAnOrdinaryClientHelloWithBytesChanged(int piece) {
        Random random = new Random(piece);
        for (int round = 0; round < 50; round++) {
            byte[] bytes =
                    new ClientHello().protocols("h2", "http/1.1").records(1 + random.nextInt(300));
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            feed(bytes, piece);
        }
    }

    private static void feed(byte[] bytes, int piece) {
        EmbeddedChannel channel = new EmbeddedChannel();
        Told told = new Told();
        TLS.start(channel.pipeline(), CLIENT_HELLO_BYTES, told);
        int at = 0;
        while (at < bytes.length && channel.isOpen()) {
            int length = Math.min(piece, bytes.length - at);
            channel.writeInbound(Unpooled.copiedBuffer(bytes, at, length));
            at += length;
        }
        channel.close();
        channel.runPendingTasks();

        assertThat(told.failures).isEqualTo(1);
        ByteBuf written;
        while ((written = channel.readOutbound()) != null) {
            written.release();
        }
        assertThat((Object) channel.readInbound()).isNull();
        channel.checkException();
    }

    private static final class Told implements HandshakeListener {
        private int failures;

        @Override
        public void onEstablished(boolean http2, boolean resumed, TlsInfo tls) {
            throw new AssertionError("no handshake is ever finished here");
        }

        @Override
        public void onLimit(Limit limit) {
            assertThat(limit).isEqualTo(Limit.CLIENT_HELLO_BYTES);
        }

        @Override
        public void onFailed(HandshakeResult result, String detail) {
            failures++;
            assertThat(detail).isNotEmpty().doesNotContain("\n");
        }
    }
}
