package dev.maneki.proxy.exchange;

import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.RequestHead;
import java.util.SplittableRandom;

/**
 * The id of a request. One that a trusted proxy sent stands, if it is fit for logs; all others are
 * made here, as by Envoy at the edge: who may choose the ids of requests can make those of others
 * hard to find. 16 hex digits by chance, unique for all practical purposes, no secret.
 */
final class RequestIds {
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    /** Longer ones cost every record and backend. */
    private static final int LONGEST = 128;

    private RequestIds() {}

    /**
     * Gives a request its id.
     *
     * @param id the one that it has brought, empty for none; then the one that it has
     * @param trusted whether it comes from a trusted proxy
     */
    static void settle(
            RequestHead head, ByteSequence id, boolean trusted, SplittableRandom random) {
        if (trusted && fit(id)) {
            return;
        }
        make(random, id);
        head.fields().remove(FieldNames.X_REQUEST_ID);
        byte[] name = FieldNames.X_REQUEST_ID.bytes();
        head.fields().add(name, 0, name.length, id.array(), 0, id.length());
    }

    private static boolean fit(ByteSequence id) {
        byte[] array = id.array();
        for (int i = 0; i < id.length(); i++) {
            int c = array[i];
            boolean usual =
                    (c >= '0' && c <= '9')
                            || (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || "-_.:/+=@~".indexOf(c) >= 0;
            if (!usual) {
                return false;
            }
        }
        return id.length() > 0 && id.length() <= LONGEST;
    }

    private static void make(SplittableRandom random, ByteSequence into) {
        long bits = random.nextLong();
        into.clear();
        for (int shift = 60; shift >= 0; shift -= 4) {
            into.append(HEX[(int) (bits >>> shift) & 0xf]);
        }
    }
}
