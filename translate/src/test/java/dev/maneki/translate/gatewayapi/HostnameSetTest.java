package dev.maneki.translate.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.model.Hostname;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostnameSetTest {
    @Test
    void saysTheSameAsComparingWithEach() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            HostnameSet set = new HostnameSet();
            List<Hostname> naive = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                Hostname hostname = hostname(random);
                set.add(hostname);
                naive.add(hostname);
            }
            Hostname asked = hostname(random);

            assertThat(set.contains(asked)).isEqualTo(naive.contains(asked));
            assertThat(set.overlaps(asked))
                    .as("%s in %s", asked, naive)
                    .isEqualTo(
                            naive.stream()
                                    .anyMatch(
                                            each -> !each.equals(asked) && each.intersects(asked)));
        }
    }

    private static Hostname hostname(Random random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "*." : "");
        int labels = random.nextInt(4);
        for (int i = 0; i < labels; i++) {
            text.append(random.nextBoolean() ? "a" : "b").append(i + 1 < labels ? "." : "");
        }
        return labels == 0 ? Hostname.ANY : Hostname.of(text.toString());
    }
}
