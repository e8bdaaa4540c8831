package dev.maneki.connect.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types that a {@code google.protobuf.Any} may hold where it is written as JSON. Immutable.
 *
 * <p>What the message's own file declares or imports is found without; a registry is for types that
 * no .proto file in reach names.
 */
public final class TypeRegistry {
    /** No types. */
    public static final TypeRegistry EMPTY = builder().build();

    private final Map<String, Descriptor> types;

    private TypeRegistry(Map<String, Descriptor> types) {
        this.types = types;
    }

    /** A registry to be filled. */
    public static Builder builder() {
        return new Builder();
    }

    /** The type of that full name, or null. */
    public @Nullable Descriptor find(String fullName) {
        return types.get(fullName);
    }

    /** Fills a registry. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Descriptor> types = new HashMap<>();
        private final Set<FileDescriptor> seen = new HashSet<>();

        private Builder() {}

        /** Adds a type, and all that its file declares or imports. */
        public Builder add(Descriptor type) {
            return add(type.getFile());
        }

        /** Adds all types that a file declares or imports. */
        public Builder add(FileDescriptor file) {
            if (seen.add(file)) {
                file.getMessageTypes().forEach(this::declare);
                file.getDependencies().forEach(this::add);
            }
            return this;
        }

        private void declare(Descriptor type) {
            types.putIfAbsent(type.getFullName(), type);
            type.getNestedTypes().forEach(this::declare);
        }

        /** The registry. */
        public TypeRegistry build() {
            return new TypeRegistry(Map.copyOf(types));
        }
    }
}
