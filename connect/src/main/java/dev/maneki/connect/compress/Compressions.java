package dev.maneki.connect.compress;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * The compressions that one side understands, best first. Immutable. {@code identity} is always
 * understood and never listed.
 */
public final class Compressions {
    /** gzip (RFC 1952): what every peer can read. The JDK's. */
    public static final Compression GZIP =
            new ZlibCompression("gzip", true, Deflater.DEFAULT_COMPRESSION);

    /** deflate: the zlib format (RFC 1950). The JDK's. */
    public static final Compression DEFLATE =
            new ZlibCompression("deflate", false, Deflater.DEFAULT_COMPRESSION);

    /** gzip alone: the default. */
    public static final Compressions DEFAULT = of(GZIP);

    /** None. */
    public static final Compressions NONE = of();

    private final Compression[] all;
    private final List<String> names;

    private Compressions(List<Compression> all) {
        this.all = all.toArray(new Compression[0]);
        this.names = all.stream().map(Compression::name).toList();
    }

    /** These, best first. */
    public static Compressions of(Compression... all) {
        return new Compressions(List.of(all));
    }

    /** These and one more, which takes the place of one of the same name. */
    public Compressions with(Compression more) {
        List<Compression> list = new ArrayList<>(List.of(all));
        list.removeIf(old -> old.name().equals(more.name()));
        list.add(more);
        return new Compressions(list);
    }

    /** The names, best first. */
    public List<String> names() {
        return names;
    }

    /** The compression of that name, or null; null for {@code identity} as well. */
    public @Nullable Compression find(String name) {
        for (Compression compression : all) {
            if (compression.name().equals(name)) {
                return compression;
            }
        }
        return null;
    }

    /** The first of the peer's names that is understood here, or null. */
    public @Nullable Compression firstOf(List<String> accepted) {
        for (int i = 0; i < accepted.size(); i++) {
            Compression found = find(accepted.get(i));
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
