package dev.maneki.connect.grpc.interop;

import dev.maneki.connect.Protocol;
import org.junit.Ignore;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Our client to our server, by Connect. */
@RunWith(JUnit4.class)
public class ConnectToConnectIT extends ConnectClientSuite {
    /** A new server and client. */
    public ConnectToConnectIT() {
        super(new ConnectServerBuilder(), Protocol.CONNECT);
    }

    @Override
    @Test
    @Ignore("the header is gRPC's own; Connect has another, and the deadline itself arrives")
    public void sendsTimeoutHeader() {}
}
