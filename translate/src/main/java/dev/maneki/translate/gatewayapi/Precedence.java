package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Resource;
import java.time.Instant;
import java.util.Comparator;

/** Which of two resources wins where only one can: the older, then the first by name. */
final class Precedence {
    static final Comparator<Resource> OLDEST_FIRST =
            Comparator.comparing(Precedence::created)
                    .thenComparing(Resource::namespace)
                    .thenComparing(Resource::name);

    private Precedence() {}

    /** Files seldom say: then all are of one age, and names decide. */
    static Instant created(Resource resource) {
        return resource.metadata().creationTimestamp().orElse(Instant.EPOCH);
    }
}
