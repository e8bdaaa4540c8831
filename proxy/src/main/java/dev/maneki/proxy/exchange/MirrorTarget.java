package dev.maneki.proxy.exchange;

import dev.maneki.proxy.upstream.Upstream;
import java.util.SplittableRandom;

/**
 * Where copies of requests go, and how many of them.
 *
 * @param numerator of the share of requests that are copied
 * @param denominator of the share
 */
record MirrorTarget(Upstream upstream, int numerator, int denominator) {
    /** Whether this request is one of those. */
    boolean chosen(SplittableRandom random) {
        return numerator >= denominator || random.nextInt(denominator) < numerator;
    }
}
