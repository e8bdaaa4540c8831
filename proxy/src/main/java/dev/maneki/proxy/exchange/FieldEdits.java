package dev.maneki.proxy.exchange;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Filter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Header changes of a filter, ready to be made: set, then add, then remove, as the API says.
 * Immutable.
 *
 * <p>Fields that frame the message or belong to one connection are the protocols' and are left
 * alone: a route must not be able to make two parties disagree about where a message ends.
 */
final class FieldEdits {
    static final FieldEdits NONE = new FieldEdits(List.of(), List.of(), List.of());

    private record Edit(FieldName name, byte[] value) {}

    private final Edit[] set;
    private final Edit[] add;
    private final FieldName[] remove;

    private FieldEdits(List<Edit> set, List<Edit> add, List<FieldName> remove) {
        this.set = set.toArray(new Edit[0]);
        this.add = add.toArray(new Edit[0]);
        this.remove = remove.toArray(new FieldName[0]);
    }

    static FieldEdits of(Filter.FieldChanges changes) {
        List<FieldName> remove = new ArrayList<>();
        for (String name : changes.remove()) {
            FieldName fieldName = FieldName.of(name);
            if (!FieldNames.OF_THE_CONNECTION.contains(fieldName)) {
                remove.add(fieldName);
            }
        }
        return new FieldEdits(edits(changes.set()), edits(changes.add()), remove);
    }

    private static List<Edit> edits(List<Filter.Field> fields) {
        List<Edit> edits = new ArrayList<>();
        for (Filter.Field field : fields) {
            FieldName name = FieldName.of(field.name());
            if (!FieldNames.OF_THE_CONNECTION.contains(name)) {
                edits.add(new Edit(name, field.value().getBytes(StandardCharsets.UTF_8)));
            }
        }
        return edits;
    }

    boolean empty() {
        return set.length == 0 && add.length == 0 && remove.length == 0;
    }

    /**
     * Makes the changes to a request; {@code Host} is the authority, wherever it stands in the
     * protocol.
     */
    void apply(RequestHead head) {
        for (Edit edit : set) {
            if (edit.name.equals(FieldNames.HOST)) {
                Hosts.set(head, new String(edit.value, StandardCharsets.UTF_8));
            }
        }
        apply(head.fields());
        head.fields().remove(FieldNames.HOST);
    }

    /** Makes the changes to a field section. */
    void apply(HeaderFields fields) {
        for (Edit edit : set) {
            fields.set(edit.name, edit.value);
        }
        for (Edit edit : add) {
            fields.add(edit.name, edit.value);
        }
        for (FieldName name : remove) {
            fields.remove(name);
        }
    }
}
