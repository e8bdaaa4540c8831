package dev.maneki.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileDescriptorsTest {
    @ParameterizedTest
    @CsvSource({"1048576, 786432", "1024, 768", "256, 128", "100, 1"})
    void keepsAQuarterAndWhatTheProcessNeedsItself(int openFiles, int connections) {
        String limits =
                "Limit                     Soft Limit           Hard Limit           Units\n"
                        + "Max processes             95979                95979                p\n"
                        + "Max open files            "
                        + openFiles
                        + "              1048576              files\n";

        assertThat(FileDescriptors.clientConnections(limits))
                .isEqualTo(OptionalInt.of(connections));
    }

    @Test
    void knowsNoBoundWhereNoneIsWritten() {
        assertThat(FileDescriptors.clientConnections("")).isEmpty();
        assertThat(
                        FileDescriptors.clientConnections(
                                "Max open files            unlimited            unlimited"))
                .isEmpty();
    }
}
