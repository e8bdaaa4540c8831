package dev.maneki.resources.folder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettlingTest {
    private static final long READ_AT = 1_000_000;

    private static boolean isUnsettled(long size, long age) {
        return Settling.BY_CLOCK.isUnsettled(new Stamp(READ_AT - age, size, "inode", READ_AT));
    }

    @Test
    void aFileThatWasWrittenAMomentAgoMayBeInTheMiddleOfBeingWritten() {
        assertThat(isUnsettled(100, 0)).isTrue();
        assertThat(isUnsettled(100, Settling.MILLIS)).isFalse();
    }

    @Test
    void aFileThatWasEmptiedIsWaitedForLonger() {
        assertThat(isUnsettled(0, Settling.MILLIS)).isTrue();
        assertThat(isUnsettled(0, Settling.EMPTY_MILLIS)).isFalse();
    }
}
