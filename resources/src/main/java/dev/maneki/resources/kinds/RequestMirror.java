package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Checked;
import dev.maneki.resources.schema.Default;
import dev.maneki.resources.schema.Range;
import dev.maneki.resources.schema.Rules;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code HTTPRequestMirrorFilter}: a copy of requests goes to another backend, whose answers are
 * thrown away. All requests where neither percent nor fraction is given.
 */
public record RequestMirror(
        BackendReference backendRef,
        @Range(min = 0, max = 100) OptionalInt percent,
        Optional<Fraction> fraction)
        implements Checked {

    @Override
    public void check(Rules rules) {
        rules.require(
                percent.isEmpty() || fraction.isEmpty(),
                "fraction",
                "Only one of percent or fraction may be specified in HTTPRequestMirrorFilter",
                "remove percent or fraction");
    }

    /** Numerator of denominator requests. */
    public record Fraction(
            @Range(min = 0) int numerator, @Default("100") @Range(min = 1) int denominator)
            implements Checked {

        @Override
        public void check(Rules rules) {
            if (numerator > denominator) {
                rules.broken(
                        "numerator",
                        "numerator must be less than or equal to denominator",
                        "write at most " + denominator);
            }
        }
    }
}
