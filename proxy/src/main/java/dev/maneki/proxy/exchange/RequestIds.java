package dev.maneki.proxy.exchange;

import dev.maneki.routing.message.ByteSequence;
import java.util.SplittableRandom;

/**
 * Makes ids for requests that bring none: 16 hex digits by chance, unique for all practical
 * purposes, no secret.
 */
final class RequestIds {
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private RequestIds() {}

    static void make(SplittableRandom random, ByteSequence into) {
        long bits = random.nextLong();
        into.clear();
        for (int shift = 60; shift >= 0; shift -= 4) {
            into.append(HEX[(int) (bits >>> shift) & 0xf]);
        }
    }
}
