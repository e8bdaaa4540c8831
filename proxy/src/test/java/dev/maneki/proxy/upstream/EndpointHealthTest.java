package dev.maneki.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndpointHealthTest {
    private static final long SECOND = 1_000_000_000L;

    private final EndpointHealth health = new EndpointHealth();

    @Test
    void failuresToConnectInARowPutItAsideForAWhile() {
        long now = 0;
        for (int i = 1; i < EndpointHealth.CONNECT_FAILURES; i++) {
            assertThat(health.connectFailed(now)).isFalse();
        }
        assertThat(health.connectFailed(now)).isTrue();
        assertThat(health.ejected(now + SECOND)).isTrue();
        assertThat(health.ejected(now + 6 * SECOND)).isFalse();
    }

    @Test
    void aSuccessBetweenFailuresBeginsTheCountAnew() {
        for (int round = 0; round < 3; round++) {
            for (int i = 1; i < EndpointHealth.REQUEST_FAILURES; i++) {
                assertThat(health.requestFailed(0)).isFalse();
            }
            health.succeeded();
        }
        assertThat(health.ejected(0)).isFalse();
    }

    @Test
    void onTrialOneFailureIsEnoughAndTheTimeDoubles() {
        fail(0);
        long back = 6 * SECOND;
        assertThat(health.ejected(back)).isFalse();
        assertThat(health.requestFailed(back)).isTrue();
        assertThat(health.ejected(back + 9 * SECOND)).isTrue();
        assertThat(health.ejected(back + 11 * SECOND)).isFalse();
    }

    @Test
    void aSuccessOnTrialForgivesEverything() {
        fail(0);
        health.connected();
        health.succeeded();
        assertThat(health.requestFailed(7 * SECOND)).isFalse();
        assertThat(health.ejected(7 * SECOND)).isFalse();
    }

    private void fail(long now) {
        for (int i = 0; i < EndpointHealth.REQUEST_FAILURES; i++) {
            health.requestFailed(now);
        }
        assertThat(health.ejected(now)).isTrue();
    }
}
