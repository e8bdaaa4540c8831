package dev.maneki.connect.grpc.interop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.connect.Client;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.grpc.ConnectChannel;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.netty.NettyTransport;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.testing.integration.AbstractInteropTest;
import io.grpc.testing.integration.Messages.ResponseParameters;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.junit.Ignore;
import org.junit.Test;

/** The suite with our client, to whatever server. */
abstract class ConnectClientSuite extends AbstractInteropTest {
    private final ServerBuilder<?> builder;
    private final Protocol protocol;
    private Server server;
    private NettyTransport transport;

    ConnectClientSuite(ServerBuilder<?> server, Protocol protocol) {
        this.builder = server.maxInboundMessageSize(MAX_MESSAGE_SIZE);
        this.protocol = protocol;
    }

    @Override
    protected ServerBuilder<?> getServerBuilder() {
        return builder;
    }

    /** Started here, so that the suite does not count by a server's stream tracers. */
    @Override
    protected void startServer(ServerBuilder<?> builder) {
        try {
            server = builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected ManagedChannel createChannel() {
        transport = NettyTransport.builder().version(HttpVersion.HTTP_2).threads(1).build();
        return ConnectChannel.of(
                Client.builder(transport, URI.create("http://localhost:" + server.getPort()))
                        .protocol(protocol)
                        .maxMessageBytes(MAX_MESSAGE_SIZE)
                        .build());
    }

    @Override
    public void tearDown() {
        super.tearDown();
        transport.close();
        server.shutdownNow();
    }

    @Override
    protected ManagedChannelBuilder<?> createChannelBuilder() {
        throw new UnsupportedOperationException("channels are made of clients");
    }

    /** The server's are not counted, and the client's do not learn sizes on the wire. */
    @Override
    protected boolean metricsExpected() {
        return false;
    }

    /** It belongs to grpc-java's own channels and servers. */
    @Override
    protected boolean customCensusModulePresent() {
        return false;
    }

    @Override
    @Test
    @Ignore("retries are an option of grpc-java's own channels")
    public void emptyUnaryWithRetriableStream() {}

    @Override
    @Test
    @Ignore("the client's transports do not say which addresses a call goes between")
    public void getServerAddressAndLocalAddressFromClient() {}

    /** As in the suite, but in our words. */
    @Override
    @Test
    public void maxInboundSize_tooBig() {
        assertThatThrownBy(
                        () ->
                                blockingStub
                                        .withMaxInboundMessageSize(3)
                                        .streamingOutputCall(
                                                StreamingOutputCallRequest.newBuilder()
                                                        .addResponseParameters(
                                                                ResponseParameters.newBuilder()
                                                                        .setSize(1))
                                                        .build())
                                        .next())
                .hasMessageContaining("RESOURCE_EXHAUSTED")
                .hasMessageContaining("3");
    }
}
