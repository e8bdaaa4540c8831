package dev.maneki.connect.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.protocol.Payload;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InboxTest {
    /** A sender that is held back is always let go again, and nothing is lost or overtaken. */
    @Test
    void holdingBackEndsOnceAllIsTaken() throws Exception {
        Semaphore drained = new Semaphore(0);
        Inbox inbox = new Inbox(drained::release);
        int count = 200_000;
        Thread sender =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    for (int i = 0; i < count; i++) {
                                        byte[] bytes = new byte[1024];
                                        bytes[0] = (byte) i;
                                        if (inbox.put(
                                                new Event(
                                                        new Payload(
                                                                bytes, 0, bytes.length, false)))) {
                                            drained.acquireUninterruptibly();
                                        }
                                    }
                                });
        for (int i = 0; i < count; ) {
            Event event = inbox.poll();
            if (event == null) {
                inbox.await();
            } else {
                assertThat(((Payload) event.value).array()[0]).isEqualTo((byte) i);
                i++;
            }
        }
        sender.join();
        assertThat(inbox.poll()).isNull();
    }
}
