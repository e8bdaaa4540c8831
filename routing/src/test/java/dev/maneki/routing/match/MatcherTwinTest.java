package dev.maneki.routing.match;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTwinTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void decidesAsSortingAndScanningEverythingDoes(long seed) {
        Random random = new Random(seed);
        RandomCases cases = new RandomCases(random::nextInt);

        for (int i = 0; i < 200; i++) {
            MatcherTwin.check(cases, 16);
        }
    }
}
