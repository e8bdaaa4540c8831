package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.GatewayDuration;
import dev.maneki.resources.schema.Checked;
import dev.maneki.resources.schema.Default;
import dev.maneki.resources.schema.Rules;
import dev.maneki.resources.schema.Text;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Requests of one session go to one endpoint (experimental). */
public record SessionPersistence(
        Optional<@Text(max = 128) String> sessionName,
        Optional<@GatewayDuration Duration> absoluteTimeout,
        @Default("Cookie") Type type,
        Optional<CookieConfig> cookieConfig)
        implements Checked {

    /** RFC 6265 section 4.1.1 and RFC 9110 section 5.1: names of cookies and of fields alike. */
    private static final Pattern NAME = Pattern.compile(ApiTypes.TOKEN);

    @Override
    public void check(Rules rules) {
        rules.require(
                sessionName.isEmpty() || NAME.matcher(sessionName.get()).matches(),
                "sessionName",
                "is no name that a cookie or a header can have",
                "write letters, digits and '-', or leave it away");
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
