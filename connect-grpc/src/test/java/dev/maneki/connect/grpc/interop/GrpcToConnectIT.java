package dev.maneki.connect.grpc.interop;

import dev.maneki.connect.Protocol;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Our client to our server, by gRPC. */
@RunWith(JUnit4.class)
public class GrpcToConnectIT extends ConnectClientSuite {
    /** A new server and client. */
    public GrpcToConnectIT() {
        super(new ConnectServerBuilder(), Protocol.GRPC);
    }
}
