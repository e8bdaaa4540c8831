package dev.maneki.connect.grpc.interop;

import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.testing.integration.AbstractInteropTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** grpc-java's client on Netty to our server. */
@RunWith(JUnit4.class)
public class GrpcJavaClientToConnectIT extends AbstractInteropTest {
    private Server server;

    @Override
    protected ServerBuilder<?> getServerBuilder() {
        return new ConnectServerBuilder().maxInboundMessageSize(MAX_MESSAGE_SIZE);
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
    public void tearDown() {
        super.tearDown();
        server.shutdownNow();
    }

    @Override
    protected ManagedChannelBuilder<?> createChannelBuilder() {
        return NettyChannelBuilder.forAddress("localhost", server.getPort())
                .maxInboundMessageSize(AbstractInteropTest.MAX_MESSAGE_SIZE)
                .usePlaintext();
    }

    /** The server has no stream tracers, which count. */
    @Override
    protected boolean metricsExpected() {
        return false;
    }

    /** It belongs to grpc-java's own servers. */
    @Override
    protected boolean customCensusModulePresent() {
        return false;
    }
}
