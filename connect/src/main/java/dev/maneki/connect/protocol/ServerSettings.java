package dev.maneki.connect.protocol;

import java.util.List;
import java.util.Set;

/**
 * What a protocol must know of the side that serves.
 *
 * @param codecs names that are understood
 * @param compressions names that are understood, best first, without {@code identity}
 * @param maxMessageBytes the longest message that is read, as it comes (compressed or not)
 * @param requireConnectHeader whether a Connect request without {@code Connect-Protocol-Version}
 *     (or {@code connect=v1}) is refused, as that keeps forms and scanners out; plain POSTs by hand
 *     then need it too
 */
public record ServerSettings(
        Set<String> codecs,
        List<String> compressions,
        int maxMessageBytes,
        boolean requireConnectHeader) {}
