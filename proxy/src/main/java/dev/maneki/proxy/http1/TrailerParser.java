package dev.maneki.proxy.http1;

import dev.maneki.routing.message.HeaderFields;

/** Reads a trailer section (RFC 9112 section 7.1.2): fields without a start line. */
final class TrailerParser extends HeadParser {
    /** A parser for trailers; {@code underscores} says whether names may have them. */
    TrailerParser(HeaderFields trailers, boolean underscores) {
        super(trailers, underscores, Refusal.TRAILERS_TOO_LARGE, Refusal.TOO_MANY_TRAILERS);
    }
}
