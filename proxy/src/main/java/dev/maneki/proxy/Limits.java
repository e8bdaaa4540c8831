package dev.maneki.proxy;

import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.routing.model.Limit;
import java.util.Map;

/** The values of all limits in force somewhere. Immutable. */
public final class Limits {
    /** Every limit at its default. */
    public static final Limits DEFAULT = new Limits(new long[0]);

    private final long[] values;

    private Limits(long[] overridden) {
        values = new long[Limit.values().length];
        for (Limit limit : Limit.values()) {
            values[limit.ordinal()] =
                    overridden.length == 0 ? limit.defaultValue() : overridden[limit.ordinal()];
        }
    }

    /** The value; durations in milliseconds, 0 for no limit. */
    public long get(Limit limit) {
        return values[limit.ordinal()];
    }

    /**
     * The value as an {@code int}; {@link Integer#MAX_VALUE} for no limit and for anything above
     * it.
     */
    public int bound(Limit limit) {
        long value = values[limit.ordinal()];
        return value == 0 || value > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) value;
    }

    /** These with some changed. */
    public Limits with(Map<Limit, Long> changes) {
        long[] copy = values.clone();
        changes.forEach((limit, value) -> copy[limit.ordinal()] = value);
        return new Limits(copy);
    }

    /** These with what a Gateway sets; only limits of its scope count. */
    public Limits with(GatewaySettings settings) {
        if (settings.limits().isEmpty()) {
            return this;
        }
        long[] copy = values.clone();
        settings.limits()
                .forEach(
                        (name, value) -> {
                            Limit limit = Limit.named(name);
                            if (limit != null && limit.scope() == Limit.Scope.GATEWAY) {
                                copy[limit.ordinal()] = value;
                            }
                        });
        return new Limits(copy);
    }
}
