package dev.maneki.connect.codec;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The codecs that one side understands. Immutable. */
public final class Codecs {
    private final Codec[] all;
    private final Set<String> names;

    private Codecs(Codec[] all) {
        this.all = all;
        Set<String> ordered = new LinkedHashSet<>();
        for (Codec codec : all) {
            ordered.add(codec.name());
        }
        this.names = Collections.unmodifiableSet(ordered);
    }

    /** These. */
    public static Codecs of(Codec... all) {
        return new Codecs(all.clone());
    }

    /** These and one more, which takes the place of one of the same name. */
    public Codecs with(Codec more) {
        Codec[] others =
                Arrays.stream(all)
                        .filter(old -> !old.name().equals(more.name()))
                        .toArray(Codec[]::new);
        Codec[] extended = Arrays.copyOf(others, others.length + 1);
        extended[others.length] = more;
        return new Codecs(extended);
    }

    /** The names. */
    public Set<String> names() {
        return names;
    }

    /** The codec of that name, or null. */
    public @Nullable Codec find(String name) {
        for (Codec codec : all) {
            if (codec.name().equals(name)) {
                return codec;
            }
        }
        return null;
    }
}
