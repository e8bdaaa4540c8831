package dev.maneki.resources.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.resources.Finding;
import dev.maneki.resources.kinds.BrokenRules.BrokenRule;
import dev.maneki.resources.yaml.YamlLimits;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BrokenRulesTest {
    private final ResourceReader reader = new ResourceReader(YamlLimits.DEFAULT);

    static List<BrokenRule> rules() {
        return BrokenRules.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleAndNoOtherIsNamedAtItsField(BrokenRule broken) {
        Reading reading = reader.read(broken.document()).getFirst();

        assertThat(reading.resource()).isEmpty();
        assertThat(reading.findings()).as(reading.findings().toString()).hasSize(1);
        Finding finding = reading.findings().getFirst();
        assertThat(finding.field()).isEqualTo(broken.field());
        assertThat(finding.message() + "; " + finding.remedy()).contains(broken.says());
        assertThat(finding.position().line()).isGreaterThan(broken.document().line());
    }
}
