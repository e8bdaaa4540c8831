package dev.maneki.connect.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.Metadata;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodingNamesTest {
    @Test
    void readsNamesBestFirst() {
        assertThat(EncodingNames.parse("identity, br ,gzip,,")).containsExactly("br", "gzip");
        assertThat(EncodingNames.parse("identity, br ,gzip,,")).containsExactly("br", "gzip");
        assertThat(EncodingNames.parse("zstd")).containsExactly("zstd");
        assertThat(EncodingNames.parse("")).isEmpty();
        assertThat(EncodingNames.parse(null)).isEmpty();
    }

    @Test
    void readsAFieldThatIsThereTwice() {
        Metadata fields = Metadata.of("accept", "br", "other", "x", "accept", "gzip");
        assertThat(EncodingNames.parse(fields, "accept")).containsExactly("br", "gzip");
        assertThat(EncodingNames.parse(fields, "missing")).isEmpty();
    }

    @Test
    void readsNoMoreThanAnyoneNeeds() {
        assertThat(EncodingNames.parse("x,".repeat(10_000))).hasSize(EncodingNames.MAX_NAMES);
    }

    @Test
    void readsWhatBrowsersAndToolsSend() {
        assertThat(EncodingNames.parse("br;q=0, GZIP;q=0.001, deflate; q=0.000,zstd;q=1.0, *"))
                .containsExactly("gzip", "zstd");
        assertThat(EncodingNames.parse("Identity;q=1")).isEmpty();
    }

    @Test
    void writesNames() {
        assertThat(EncodingNames.format(List.of("br", "gzip"))).isEqualTo("br,gzip");
        assertThat(EncodingNames.format(List.of("gzip"))).isEqualTo("gzip");
        assertThat(EncodingNames.format(List.of())).isEmpty();
    }
}
