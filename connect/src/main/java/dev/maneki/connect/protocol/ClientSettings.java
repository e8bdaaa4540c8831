package dev.maneki.connect.protocol;

import dev.maneki.connect.compress.Compressions;

/**
 * What a protocol must know of the side that calls.
 *
 * @param maxMessageBytes the longest message that is read, as it comes
 * @param compressions with which a protocol reads what it must itself (errors, ends of streams,
 *     trailers) where a callee compressed that; messages are none of its business
 * @param get whether the call may be made by HTTP GET: Connect, unary, without side effects
 * @param maxGetBytes the longest path and query of a GET; a longer one goes by POST
 * @param userAgent the field's value; empty for none
 */
public record ClientSettings(
        int maxMessageBytes,
        Compressions compressions,
        boolean get,
        int maxGetBytes,
        String userAgent) {}
