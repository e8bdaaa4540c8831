package dev.maneki.proxy.auth;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import java.util.List;

/**
 * A change to a header section that an authorization server asks for.
 *
 * @param name checked: a token, and nothing that frames the message or routes it
 * @param value checked: nothing that ends a line
 */
record FieldChange(FieldName name, byte[] value, Action action) {
    /** What becomes of a field that is there already. */
    enum Action {
        /** The new one comes behind it. */
        APPEND,
        /** It stays, the new one is dropped. */
        ADD_IF_ABSENT,
        /** The new one takes its place. */
        OVERWRITE,
        /** The new one takes its place, and is dropped where there is none. */
        OVERWRITE_IF_PRESENT,
        /** It goes, and no new one comes. */
        REMOVE
    }

    /** Whether a server that is not the client may say what the field is. */
    static boolean mayChange(FieldName name) {
        return !FieldNames.OF_THE_CONNECTION.contains(name)
                && !name.equals(FieldNames.HOST)
                && !name.equals(FieldNames.EXPECT);
    }

    /**
     * Makes changes, as one: several that overwrite the same name all stand in the end, such as
     * lines of {@code Set-Cookie}.
     */
    static void apply(List<FieldChange> changes, HeaderFields fields) {
        boolean[] holds = new boolean[changes.size()];
        for (int i = 0; i < holds.length; i++) {
            FieldChange change = changes.get(i);
            holds[i] =
                    switch (change.action) {
                        case APPEND, OVERWRITE -> true;
                        case ADD_IF_ABSENT -> !fields.contains(change.name);
                        case OVERWRITE_IF_PRESENT -> fields.contains(change.name);
                        case REMOVE -> false;
                    };
        }
        for (int i = 0; i < holds.length; i++) {
            FieldChange change = changes.get(i);
            switch (change.action) {
                case OVERWRITE, OVERWRITE_IF_PRESENT, REMOVE -> fields.remove(change.name);
                case APPEND, ADD_IF_ABSENT -> {}
            }
        }
        for (int i = 0; i < holds.length; i++) {
            if (holds[i]) {
                fields.add(changes.get(i).name, changes.get(i).value);
            }
        }
    }
}
