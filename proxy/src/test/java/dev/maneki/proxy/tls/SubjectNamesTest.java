package dev.maneki.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectNamesTest {
    @ParameterizedTest
    @CsvSource({
        "a.test, a.test, true",
        "a.test, b.a.test, false",
        "*.a.test, b.a.test, true",
        "*.a.test, a.test, false",
        "*.a.test, c.b.a.test, false",
        "*.a.test, .a.test, false",
        "*.test, a.test, true",
        "b*.a.test, ba.a.test, false",
        "*, test, false",
        "a.test, '', false",
    })
    void aWildcardStandsForOneWholeLabel(String presented, String host, boolean matches) {
        assertThat(SubjectNames.matches(presented, host)).isEqualTo(matches);
    }
}
