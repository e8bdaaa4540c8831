package dev.maneki.connect.protocol.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompressionNamesTest {
    @Test
    void theOrderStands() {
        assertThat(CompressionNames.parse("gzip")).containsExactly("gzip");
        assertThat(CompressionNames.parse("br, gzip,zstd")).containsExactly("br", "gzip", "zstd");
        assertThat(CompressionNames.parse("GZIP")).containsExactly("gzip");
    }

    @Test
    void identityIsNotListed() {
        assertThat(CompressionNames.parse(null)).isEmpty();
        assertThat(CompressionNames.parse("")).isEmpty();
        assertThat(CompressionNames.parse("identity")).isEmpty();
        assertThat(CompressionNames.parse("identity, gzip, *, ,")).containsExactly("gzip");
    }

    @Test
    void zeroRefuses() {
        assertThat(CompressionNames.parse("br;q=0, gzip;q=0.001, deflate; q=0.000,zstd;q=1.0"))
                .containsExactly("gzip", "zstd");
    }

    @Test
    void listsAreBounded() {
        assertThat(CompressionNames.parse("a,".repeat(1_000))).hasSize(16);
    }

    @Test
    void oneGoesFirst() {
        assertThat(CompressionNames.withFirst("a", List.of())).containsExactly("a");
        assertThat(CompressionNames.withFirst("a", List.of("a", "b"))).containsExactly("a", "b");
        assertThat(CompressionNames.withFirst("b", List.of("a", "b", "c")))
                .containsExactly("b", "a", "c");
    }

    @Test
    void aListBecomesAField() {
        assertThat(CompressionNames.format(List.of())).isNull();
        assertThat(CompressionNames.format(List.of("gzip"))).isEqualTo("gzip");
        assertThat(CompressionNames.format(List.of("gzip", "br"))).isEqualTo("gzip, br");
    }
}
