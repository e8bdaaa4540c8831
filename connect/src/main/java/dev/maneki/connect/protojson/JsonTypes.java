package dev.maneki.connect.protojson;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.maneki.connect.codec.TypeRegistry;
import dev.maneki.connect.json.JsonException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What has been learnt of message types, kept as long as the codec that learnt it: whoever replaces
 * a schema replaces the codec. Thread-safe.
 */
public final class JsonTypes {
    private static final int MAX_URL_LENGTH = 1_000;

    private final TypeRegistry registry;
    private final ConcurrentHashMap<Descriptor, JsonType> types = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<FileDescriptor, TypeRegistry> reachable =
            new ConcurrentHashMap<>();

    /** Knows these types, for {@code Any}, besides those in reach of a message. */
    public JsonTypes(TypeRegistry registry) {
        this.registry = registry;
    }

    JsonType of(Descriptor type) {
        JsonType known = types.get(type);
        return known != null ? known : types.computeIfAbsent(type, JsonType::new);
    }

    /**
     * The type that an {@code Any} names.
     *
     * @param from the message that is read or written: what its file reaches is known
     */
    Descriptor resolve(String typeUrl, Descriptor from) {
        int slash = typeUrl.lastIndexOf('/');
        String name = typeUrl.substring(slash + 1);
        if (slash < 1 || name.isEmpty() || typeUrl.length() > MAX_URL_LENGTH) {
            throw new JsonException(
                    "the type of an Any is a URL that ends in '/' and a message's full name");
        }
        Descriptor type = find(name, from);
        if (type == null) {
            throw new JsonException(
                    "the type '"
                            + name
                            + "' of an Any is not known: give it to the codec's TypeRegistry");
        }
        return type;
    }

    private @Nullable Descriptor find(String name, Descriptor from) {
        Descriptor registered = registry.find(name);
        if (registered != null) {
            return registered;
        }
        return reachable
                .computeIfAbsent(from.getFile(), file -> TypeRegistry.builder().add(file).build())
                .find(name);
    }
}
