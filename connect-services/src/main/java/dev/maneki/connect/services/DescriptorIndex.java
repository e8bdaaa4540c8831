package dev.maneki.connect.services;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.maneki.connect.Service;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is declared in the files of some services and in all that these import, by name. Immutable.
 */
final class DescriptorIndex {
    private final NavigableSet<String> services = new TreeSet<>();
    private final Map<String, FileDescriptor> files = new HashMap<>();
    private final Map<String, FileDescriptor> symbols = new HashMap<>();
    private final Set<String> messages = new HashSet<>();
    private final Map<String, TreeMap<Integer, FileDescriptor>> extensions = new HashMap<>();

    DescriptorIndex(Collection<Service> services) {
        for (Service service : services) {
            this.services.add(service.name());
            ServiceDescriptor descriptor = service.descriptor();
            if (descriptor != null) {
                add(descriptor.getFile());
            }
        }
    }

    private void add(FileDescriptor file) {
        if (files.putIfAbsent(file.getName(), file) != null) {
            return;
        }
        file.getDependencies().forEach(this::add);
        for (ServiceDescriptor service : file.getServices()) {
            add(service);
            service.getMethods().forEach(this::add);
        }
        file.getMessageTypes().forEach(this::addMessage);
        file.getEnumTypes().forEach(this::addEnum);
        file.getExtensions().forEach(this::addExtension);
    }

    private void add(GenericDescriptor declared) {
        symbols.putIfAbsent(declared.getFullName(), declared.getFile());
    }

    private void addMessage(Descriptor message) {
        add(message);
        messages.add(message.getFullName());
        message.getFields().forEach(this::add);
        message.getOneofs().forEach(this::add);
        message.getNestedTypes().forEach(this::addMessage);
        message.getEnumTypes().forEach(this::addEnum);
        message.getExtensions().forEach(this::addExtension);
    }

    private void addEnum(EnumDescriptor type) {
        add(type);
        type.getValues().forEach(this::add);
    }

    private void addExtension(FieldDescriptor extension) {
        add(extension);
        extensions
                .computeIfAbsent(
                        extension.getContainingType().getFullName(), type -> new TreeMap<>())
                .putIfAbsent(extension.getNumber(), extension.getFile());
    }

    /** The full names of the services, in order. */
    NavigableSet<String> services() {
        return services;
    }

    /** The file of that path, or null. */
    @Nullable FileDescriptor file(String path) {
        return files.get(path);
    }

    /** The file that declares what has this full name, or null. */
    @Nullable FileDescriptor symbol(String fullName) {
        return symbols.get(fullName);
    }

    /** The file that declares an extension, or null. */
    @Nullable FileDescriptor extension(String type, int number) {
        TreeMap<Integer, FileDescriptor> known = extensions.get(type);
        return known == null ? null : known.get(number);
    }

    /** The numbers of a message's extensions, in order; null if there is no such message. */
    @Nullable Collection<Integer> extensionNumbers(String type) {
        TreeMap<Integer, FileDescriptor> known = extensions.get(type);
        if (known != null) {
            return known.keySet();
        }
        return messages.contains(type) ? Set.of() : null;
    }
}
