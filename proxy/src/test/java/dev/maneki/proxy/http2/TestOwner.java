package dev.maneki.proxy.http2;

import dev.maneki.proxy.stream.ClientConnection;
import java.util.concurrent.CountDownLatch;

/** A pool's side of one connection: what it was told. */
final class TestOwner implements ClientConnection.Owner {
    final CountDownLatch available = new CountDownLatch(1);
    final CountDownLatch draining = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void onAvailable(ClientConnection connection) {
        available.countDown();
    }

    @Override
    public void onDraining(ClientConnection connection) {
        draining.countDown();
    }

    @Override
    public void onClosed(ClientConnection connection) {
        closed.countDown();
    }
}
