package dev.maneki.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptFailuresTest {
    @Test
    void pausesForASecondAndThenGoesOn() {
        EmbeddedChannel channel = new EmbeddedChannel(AcceptFailures.INSTANCE);
        channel.freezeTime();

        channel.pipeline().fireExceptionCaught(new IOException("accept: Too many open files"));
        channel.pipeline().fireExceptionCaught(new IOException("accept: Too many open files"));

        assertThat(channel.config().isAutoRead()).isFalse();
        channel.advanceTimeBy(999, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.config().isAutoRead()).isFalse();
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.checkException();
    }
}
