package dev.maneki.routing.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangedSpanTest {
    @Test
    void isWhatLiesBetweenTheSameHeadAndTheSameTail() {
        assertThat(ChangedSpan.between(List.of("a", "b", "c"), List.of("a", "x", "c")))
                .isEqualTo(new ChangedSpan(1, 2, 2));
        assertThat(ChangedSpan.between(List.of("a", "c"), List.of("a", "b", "c")))
                .isEqualTo(new ChangedSpan(1, 1, 2));
        assertThat(ChangedSpan.between(List.of("a", "b", "c"), List.of("a", "c")))
                .isEqualTo(new ChangedSpan(1, 2, 1));
    }

    @Test
    void isEmptyWhereNothingDiffers() {
        List<String> list = List.of("a", "b");

        assertThat(ChangedSpan.between(list, list)).isEqualTo(new ChangedSpan(0, 0, 0));
        assertThat(ChangedSpan.between(list, List.of("a", "b")))
                .isEqualTo(new ChangedSpan(2, 2, 2));
    }

    @Test
    void isAllWhereNothingIsCommon() {
        assertThat(ChangedSpan.between(List.of(), List.of("a")))
                .isEqualTo(new ChangedSpan(0, 0, 1));
        assertThat(ChangedSpan.between(List.of("a", "b"), List.of("c")))
                .isEqualTo(new ChangedSpan(0, 2, 1));
    }

    @Test
    void headAndTailDoNotOverlap() {
        assertThat(ChangedSpan.between(List.of("a", "a"), List.of("a", "a", "a")))
                .isEqualTo(new ChangedSpan(2, 2, 3));
    }

    @Test
    void whatIsEqualAndAnotherObjectDiffers() {
        Route one =
                new Route(new RouteId("HTTPRoute", "n", "r"), List.of(), Instant.EPOCH, List.of());
        Route equal =
                new Route(new RouteId("HTTPRoute", "n", "r"), List.of(), Instant.EPOCH, List.of());

        assertThat(ChangedSpan.between(List.of(one), List.of(equal)))
                .isEqualTo(new ChangedSpan(0, 1, 1));
    }
}
