package dev.maneki.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
    @ParameterizedTest
    @ValueSource(strings = {"", ":authority", "a b", "a\r\nb", "a:", "é", "a\u0000"})
    void aNameIsAToken(String name) {
        assertThatThrownBy(() -> new Metadata().add(name, "v"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\nset-cookie: b", "a\nb", "\u0000", "é", " a", "a ", "\t", "\u010a"})
    void aValueCannotBecomeAFieldOfItsOwn(String value) {
        assertThatThrownBy(() -> new Metadata().add("name", value))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void binaryNamesEndInBinWhateverTheirCase() {
        ByteString value = ByteString.copyFrom(new byte[] {0, -1});
        Metadata metadata = new Metadata().addBinary("Trace-BIN", value);

        assertThat(metadata.get("trace-bin")).isEqualTo("AP8");
        assertThat(metadata.binary("Trace-Bin")).containsExactly(value);
        for (String name : new String[] {"bin", "", "trace"}) {
            assertThatThrownBy(() -> metadata.addBinary(name, value))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void mayBeAddedToItself() {
        Metadata metadata = new Metadata().add("a", "1");

        assertThat(metadata.addAll(metadata).all("a")).containsExactly("1", "1");
    }
}
