package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.ResourceId;
import dev.maneki.routing.model.SessionPersistence;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/** How a client stays with its endpoint. */
final class Sessions {
    private Sessions() {}

    static SessionPersistence translate(
            dev.maneki.resources.kinds.SessionPersistence session, ResourceId route, int rule) {
        boolean permanent =
                session.cookieConfig()
                        .filter(
                                config ->
                                        config.lifetimeType()
                                                == dev.maneki.resources.kinds.SessionPersistence
                                                        .LifetimeType.PERMANENT)
                        .isPresent();
        return new SessionPersistence(
                switch (session.type()) {
                    case COOKIE -> SessionPersistence.Type.COOKIE;
                    case HEADER -> SessionPersistence.Type.HEADER;
                },
                session.sessionName().orElseGet(() -> name(route, rule)),
                session.absoluteTimeout(),
                Optional.empty(),
                permanent);
    }

    /**
     * The same name after every restart, and another for every rule: cookies of two must not mix.
     */
    private static String name(ResourceId route, int rule) {
        CRC32 sum = new CRC32();
        sum.update((route + "#" + rule).getBytes(StandardCharsets.UTF_8));
        return String.format("maneki-%08x", sum.getValue());
    }
}
