package dev.maneki.routing.match;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** The matcher against its naive twin, on ports and requests of the fuzzer's choice. */
class MatcherFuzzTest {
    @FuzzTest
    void decidesAsSortingAndScanningEverythingDoes(FuzzedDataProvider data) {
        RandomCases cases = new RandomCases(bound -> data.consumeInt(0, bound - 1));

        MatcherTwin.check(cases, 8);
    }
}
