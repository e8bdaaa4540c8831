package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.GatewayDuration;
import dev.maneki.resources.schema.Checked;
import dev.maneki.resources.schema.Default;
import dev.maneki.resources.schema.Rules;
import dev.maneki.resources.schema.Text;
import java.time.Duration;
import java.util.Optional;

/** Requests of one session go to one endpoint (experimental). */
public record SessionPersistence(
        Optional<@Text(max = 128) String> sessionName,
        Optional<@GatewayDuration Duration> absoluteTimeout,
        @Default("Cookie") Type type,
        Optional<CookieConfig> cookieConfig)
        implements Checked {

    @Override
    public void check(Rules rules) {
        boolean permanent =
                cookieConfig.isPresent()
                        && cookieConfig.get().lifetimeType() == LifetimeType.PERMANENT;
        rules.require(
                !permanent || absoluteTimeout.isPresent(),
                "absoluteTimeout",
                "AbsoluteTimeout must be specified when cookie lifetimeType is Permanent",
                "add absoluteTimeout, such as 1h");
        rules.require(
                cookieConfig.isEmpty() || type == Type.COOKIE,
                "cookieConfig",
                "cookieConfig can only be set with type Cookie",
                "remove cookieConfig, or write type: Cookie");
    }

    /** What carries the session. */
    public enum Type {
        COOKIE("Cookie"),
        HEADER("Header");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** How long the cookie lives. */
    public enum LifetimeType {
        PERMANENT("Permanent"),
        SESSION("Session");

        private final String text;

        LifetimeType(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** How the cookie is set. */
    public record CookieConfig(@Default("Session") LifetimeType lifetimeType) {}
}
