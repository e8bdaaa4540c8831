package dev.maneki.resources.schema;

import dev.maneki.resources.yaml.Node;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a record: its fields by name, and how an instance is made. Derived once for each
 * class, by reflection.
 */
public final class RecordSchema {
    private static final ClassValue<RecordSchema> SCHEMAS =
            new ClassValue<>() {
                @Override
                protected RecordSchema computeValue(Class<?> type) {
                    return new RecordSchema(type);
                }
            };

    /**
     * A field of a record.
     *
     * @param name in the API
     * @param written the default as it stands in the annotation; null for none
     */
    public static final class Field {
        private final String name;
        private final Shape shape;
        private final Holder holder;
        private final boolean required;
        private final @Nullable String written;
        private volatile @Nullable Object defaultValue;

        private Field(
                String name,
                Shape shape,
                Holder holder,
                boolean required,
                @Nullable String written) {
            this.name = name;
            this.shape = shape;
            this.holder = holder;
            this.required = required;
            this.written = written;
        }

        public String name() {
            return name;
        }

        public Shape shape() {
            return shape;
        }

        public boolean isRequired() {
            return required;
        }

        /** The default as the annotation has it; null for none. */
        public @Nullable String writtenDefault() {
            return written;
        }

        Holder holder() {
            return holder;
        }

        /** The decoded default, shared by all records; null for none. */
        @Nullable Object defaultValue() {
            if (written == null) {
                return null;
            }
            Object value = defaultValue;
            if (value == null) {
                Node node = Defaults.node(shape, written);
                value = Decoder.decodeDefault(shape, node);
                defaultValue = value;
            }
            return value;
        }
    }

    private final Class<?> type;
    private final List<@Nullable Field> components = new ArrayList<>();
    private final List<Class<?>> componentTypes = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Set<String> tolerated = new HashSet<>();
    private final MethodHandle constructor;

    private RecordSchema(Class<?> type) {
        this.type = type;
        RecordComponent[] declared = type.getRecordComponents();
        if (declared == null) {
            throw new IllegalArgumentException(type + " is not a record");
        }
        Class<?>[] types = new Class<?>[declared.length];
        for (int i = 0; i < declared.length; i++) {
            RecordComponent component = declared[i];
            types[i] = component.getType();
            componentTypes.add(component.getType());
            if (component.isAnnotationPresent(Given.class)) {
                components.add(null);
            } else {
                Field field = field(component);
                components.add(field);
                indexes.put(field.name, i);
            }
        }
        tolerate(type);
        constructor = constructor(type, types);
    }

    /** The schema of a record class. Thread-safe. */
    public static RecordSchema of(Class<?> type) {
        return SCHEMAS.get(type);
    }

    private static Field field(RecordComponent component) {
        Named named = component.getAnnotation(Named.class);
        Default written = component.getAnnotation(Default.class);
        Holder holder = Holder.of(component.getType());
        Shape shape = Shapes.of(component.getAnnotatedType());
        boolean collection = shape instanceof Shape.Sequence || shape instanceof Shape.Dictionary;
        boolean required =
                collection
                        ? component.isAnnotationPresent(Required.class)
                        : holder == Holder.PLAIN && written == null;
        return new Field(
                named == null ? component.getName() : named.value(),
                shape,
                holder,
                required,
                written == null ? null : written.value());
    }

    private void tolerate(Class<?> from) {
        Tolerates tolerates = ((AnnotatedElement) from).getAnnotation(Tolerates.class);
        if (tolerates != null) {
            tolerated.addAll(List.of(tolerates.value()));
        }
        for (Class<?> parent : from.getInterfaces()) {
            tolerate(parent);
        }
    }

    private static MethodHandle constructor(Class<?> type, Class<?>[] types) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return MethodHandles.lookup()
                    .unreflectConstructor(constructor)
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " must be public, and all it stands in", e);
        }
    }

    /** The fields, in the order of the record; those that are given are left out. */
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (Field field : components) {
            if (field != null) {
                fields.add(field);
            }
        }
        return fields;
    }

    /** Fields that are known to the API and not read. */
    public Set<String> tolerated() {
        return Set.copyOf(tolerated);
    }

    int size() {
        return components.size();
    }

    /** The field of a component; null where it is given. */
    @Nullable Field component(int index) {
        return components.get(index);
    }

    Class<?> componentType(int index) {
        return componentTypes.get(index);
    }

    /** The index of a field's component; -1 for an unknown field. */
    int indexOf(String name) {
        return indexes.getOrDefault(name, -1);
    }

    boolean tolerates(String name) {
        return tolerated.contains(name);
    }

    Set<String> names() {
        Set<String> names = new HashSet<>(indexes.keySet());
        names.addAll(tolerated);
        return names;
    }

    Object create(@Nullable Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }
}
