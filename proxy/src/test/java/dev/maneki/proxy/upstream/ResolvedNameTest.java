package dev.maneki.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResolvedNameTest {
    private static final boolean A = false;
    private static final boolean AAAA = true;
    private static final long SECOND = 1_000_000_000L;
    private static final long NOT_YET = (60 + ResolvedName.STALE_SECONDS - 1) * SECOND;
    private static final long OVER = (60 + ResolvedName.STALE_SECONDS) * SECOND;

    private final ResolvedName name = new ResolvedName();

    @Test
    void ipv4IsTakenWhereThereAreBoth() {
        name.answered(A, List.of("192.0.2.2", "192.0.2.1"), 60, 0);
        name.answered(AAAA, List.of("2001:db8::1"), 60, 0);

        assertThat(name.addresses(0)).containsExactly("192.0.2.1", "192.0.2.2");
        assertThat(name.error()).isNull();
    }

    @Test
    void ipv6IsTakenWhereThereIsNothingElse() {
        name.answered(A, List.of(), 60, 0);
        name.answered(AAAA, List.of("2001:db8::1"), 60, 0);

        assertThat(name.addresses(0)).containsExactly("2001:db8::1");
    }

    @Test
    void aFailureForIpv4MovesNothingToIpv6UntilTheLastAnswerIsOld() {
        name.answered(A, List.of("192.0.2.1"), 60, 0);
        name.answered(AAAA, List.of("2001:db8::1"), 60, 0);
        name.failed(A, "SERVFAIL");

        assertThat(name.addresses(NOT_YET)).containsExactly("192.0.2.1");
        assertThat(name.addresses(OVER)).containsExactly("2001:db8::1");
        assertThat(name.error()).isNull();
    }

    @Test
    void aFailureForIpv6CostsAnIpv6BackendNothing() {
        name.answered(A, List.of(), 60, 0);
        name.answered(AAAA, List.of("2001:db8::1"), 60, 0);
        name.failed(AAAA, "timeout");

        assertThat(name.addresses(OVER)).containsExactly("2001:db8::1");
        assertThat(name.error()).isEqualTo("timeout");
    }

    @Test
    void withoutAnyGoodAnswerTheLastOneCountsForEver() {
        name.answered(A, List.of("192.0.2.1"), 60, 0);
        name.answered(AAAA, List.of("2001:db8::1"), 60, 0);
        name.failed(A, "timeout");
        name.failed(AAAA, "timeout");

        assertThat(name.addresses(100 * OVER)).containsExactly("192.0.2.1");
    }

    @Test
    void anAnswerWithoutAddressesIsNoFailure() {
        name.answered(A, List.of("192.0.2.1"), 60, 0);
        name.answered(AAAA, List.of("2001:db8::1"), 60, 0);
        name.answered(A, List.of(), 60, SECOND);

        assertThat(name.addresses(SECOND)).containsExactly("2001:db8::1");
    }

    @Test
    void itIsAskedAgainAfterTheShorterTimeToLiveAndSoonAfterAFailure() {
        name.answered(A, List.of("192.0.2.1"), 60, 0);
        name.answered(AAAA, List.of("2001:db8::1"), 20, 0);
        assertThat(name.askAgainSeconds()).isEqualTo(20);
        name.answered(AAAA, List.of(), Long.MAX_VALUE, 0);
        assertThat(name.askAgainSeconds()).isEqualTo(60);
        name.answered(A, List.of("192.0.2.1"), 0, 0);
        assertThat(name.askAgainSeconds()).isEqualTo(1);
        name.failed(AAAA, "timeout");
        assertThat(name.askAgainSeconds()).isEqualTo(2);
    }

    @Test
    void whatHasNoAddressSaysSo() {
        name.answered(A, List.of(), 60, 0);
        name.answered(AAAA, List.of(), 60, 0);

        assertThat(name.addresses(0)).isEmpty();
        assertThat(name.error()).isEqualTo("it has no address");
    }
}
