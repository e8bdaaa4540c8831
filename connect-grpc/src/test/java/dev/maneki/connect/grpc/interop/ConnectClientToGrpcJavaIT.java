package dev.maneki.connect.grpc.interop;

import dev.maneki.connect.Protocol;
import io.grpc.netty.NettyServerBuilder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Our client to grpc-java's server on Netty, by gRPC. */
@RunWith(JUnit4.class)
public class ConnectClientToGrpcJavaIT extends ConnectClientSuite {
    /** A new server and client. */
    public ConnectClientToGrpcJavaIT() {
        super(NettyServerBuilder.forPort(0), Protocol.GRPC);
    }
}
