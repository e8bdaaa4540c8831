package dev.maneki.resources.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.maneki.resources.yaml.DocumentSplitter;
import dev.maneki.resources.yaml.Source;
import dev.maneki.resources.yaml.YamlLimits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whatever bytes a file holds: findings, and never an exception. */
class ResourceReaderFuzzTest {
    private static final ResourceReader READER =
            new ResourceReader(new YamlLimits(1 << 20, 100, 100, 20_000, 10_000));

    @FuzzTest(maxDuration = "60s")
    void anyTextIsReadOrRefused(byte @Nullable [] bytes) {
        String text = new String(bytes == null ? new byte[0] : bytes, StandardCharsets.UTF_8);
        for (String file : new String[] {"fuzz.yaml", "fuzz.json"}) {
            for (Source source : DocumentSplitter.split(file, text)) {
                for (Reading reading : READER.read(source)) {
                    assertThat(reading.resource().isPresent() || !reading.findings().isEmpty())
                            .isTrue();
                    Optional<Resource> resource = reading.resource();
                    if (resource.isPresent()) {
                        assertThat(resource.get().id()).isEqualTo(reading.id().orElseThrow());
                        assertThat(resource.get().locate("metadata.name").line()).isPositive();
                    }
                    reading.findings()
                            .forEach(finding -> assertThat(finding.toString()).isNotEmpty());
                }
            }
        }
    }
}
