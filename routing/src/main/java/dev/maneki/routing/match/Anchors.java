package dev.maneki.routing.match;

import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds, among entries that differ in their conditions, the few that a request can meet.
 *
 * <p>Each entry with exact conditions is filed under one of them, its anchor: the one that the
 * fewest others share. A request looks under what it brings: its method, and the fields and
 * parameters whose names occur in an anchor. What is found is only a candidate; whether it holds is
 * asked of the entry itself. Entries without an exact condition are tried in order.
 *
 * <p>Entries are known by their ordinals in the array of {@link Contenders}: the lowest that holds
 * wins, whichever way it is found.
 */
final class Anchors {
    /** Up to here, trying one after the other is at least as fast as looking up. */
    private static final int FEW = 4;

    private static final int METHOD = 1;
    private static final int HEADER = 2;
    private static final int QUERY = 3;

    /** Tried one after the other, in order. */
    private final int[] scanned;

    /** The lowest ordinal in here. */
    private final int lowest;

    /** By the hash of the anchor; null if there are none. */
    private final @Nullable IntTable<Anchors> filed;

    private final boolean byMethod;

    /** The field names of anchors, by their hash; null if there are none. */
    private final @Nullable IntTable<FieldName> fieldNames;

    /** The hashes of the parameter names of anchors; null if there are none. */
    private final @Nullable IntTable<Boolean> parameterNames;

    private Anchors(int[] scanned, int lowest, @Nullable Filing filing) {
        this.scanned = scanned;
        this.lowest = lowest;
        filed = filing == null ? null : new IntTable<>(filing.anchors());
        byMethod = filing != null && filing.byMethod;
        fieldNames =
                filing == null || filing.fieldNames.isEmpty()
                        ? null
                        : new IntTable<>(filing.fieldNames);
        parameterNames =
                filing == null || filing.parameterNames.isEmpty()
                        ? null
                        : new IntTable<>(filing.parameterNames);
    }

    /** Files those of {@code entries} that {@code ordinals}, ascending, name. */
    static Anchors of(Entry<?>[] entries, int[] ordinals) {
        if (ordinals.length <= FEW) {
            return new Anchors(ordinals, ordinals[0], null);
        }
        int most = 0;
        for (int ordinal : ordinals) {
            most += entries[ordinal].conditions().size();
        }
        IntCounts shared = new IntCounts(most);
        for (int ordinal : ordinals) {
            forEachAnchor(entries[ordinal].conditions(), (hash, _, _) -> shared.add(hash));
        }
        Filing filing = new Filing(entries, shared);
        List<Integer> unfiled = new ArrayList<>();
        for (int ordinal : ordinals) {
            // An anchor that all share tells nothing apart.
            if (!filing.file(ordinal, ordinals.length - 1)) {
                unfiled.add(ordinal);
            }
        }
        return unfiled.size() == ordinals.length
                ? new Anchors(ordinals, ordinals[0], null)
                : new Anchors(toArray(unfiled), ordinals[0], filing);
    }

    /** The lowest ordinal below {@code bound} whose entry holds, else {@code bound}. */
    int find(Entry<?>[] entries, RequestHead head, int bound) {
        int found = bound;
        for (int ordinal : scanned) {
            if (ordinal >= found) {
                break;
            }
            if (entries[ordinal].holds(head)) {
                found = ordinal;
                break;
            }
        }
        IntTable<Anchors> table = filed;
        if (table == null) {
            return found;
        }
        if (byMethod) {
            found = look(table, anchor(METHOD, 0, head.method().hashCode()), entries, head, found);
        }
        IntTable<FieldName> names = fieldNames;
        if (names != null) {
            found = lookByFields(table, names, entries, head, found);
        }
        IntTable<Boolean> parameters = parameterNames;
        if (parameters != null && head.hasQuery()) {
            found = lookByParameters(table, parameters, entries, head, found);
        }
        return found;
    }

    private static int lookByFields(
            IntTable<Anchors> table,
            IntTable<FieldName> names,
            Entry<?>[] entries,
            RequestHead head,
            int bound) {
        HeaderFields fields = head.fields();
        int found = bound;
        for (int i = 0; i < fields.size(); i++) {
            FieldName name = fields.live(i) ? names.get(fields.nameHash(i)) : null;
            // The first line stands for all of them.
            if (name != null && fields.find(name) == i) {
                int hash = anchor(HEADER, name.hash(), FieldValue.hash(fields, i, name));
                found = look(table, hash, entries, head, found);
            }
        }
        return found;
    }

    private static int lookByParameters(
            IntTable<Anchors> table,
            IntTable<Boolean> names,
            Entry<?>[] entries,
            RequestHead head,
            int bound) {
        ByteSequence query = head.query();
        byte[] source = query.array();
        int end = query.length();
        int found = bound;
        int at = 0;
        while (at < end) {
            int to = QueryParameters.parameterEnd(source, at, end);
            int nameEnd = QueryParameters.nameEnd(source, at, end);
            int nameHash = QueryParameters.hash(source, at, nameEnd);
            if (names.get(nameHash) != null) {
                int value = QueryParameters.valueStart(source, nameEnd, end);
                int hash = anchor(QUERY, nameHash, QueryParameters.hash(source, value, to));
                found = look(table, hash, entries, head, found);
            }
            at = to + 1;
        }
        return found;
    }

    private static int look(
            IntTable<Anchors> table, int hash, Entry<?>[] entries, RequestHead head, int bound) {
        Anchors candidates = table.get(hash);
        return candidates == null || candidates.lowest >= bound
                ? bound
                : candidates.find(entries, head, bound);
    }

    private static int anchor(int kind, int name, int value) {
        return (31 * name + value) * 31 + kind;
    }

    private static int[] toArray(List<Integer> numbers) {
        int[] array = new int[numbers.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = numbers.get(i);
        }
        return array;
    }

    private static void forEachAnchor(Conditions conditions, AnchorVisitor visitor) {
        if (!conditions.method().isEmpty()) {
            visitor.visit(anchor(METHOD, 0, conditions.method().hashCode()), null, null);
        }
        for (HeaderCondition header : conditions.headers()) {
            if (header.hashable()) {
                int hash = anchor(HEADER, header.name().hash(), header.valueHash());
                visitor.visit(hash, header, null);
            }
        }
        for (QueryCondition query : conditions.queries()) {
            if (query.hashable()) {
                visitor.visit(anchor(QUERY, query.nameHash(), query.valueHash()), null, query);
            }
        }
    }

    private interface AnchorVisitor {
        void visit(int hash, @Nullable HeaderCondition header, @Nullable QueryCondition query);
    }

    /** Entries being filed. */
    private static final class Filing {
        private final Entry<?>[] entries;
        private final IntCounts shared;
        private final Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
        private final Map<Integer, FieldName> fieldNames = new HashMap<>();
        private final Map<Integer, Boolean> parameterNames = new HashMap<>();
        private boolean byMethod;

        private int best;
        private int bestShared;
        private @Nullable HeaderCondition bestHeader;
        private @Nullable QueryCondition bestQuery;

        Filing(Entry<?>[] entries, IntCounts shared) {
            this.entries = entries;
            this.shared = shared;
        }

        /** Files the entry under an anchor that at most {@code limit} share, if it has one. */
        boolean file(int ordinal, int limit) {
            bestShared = limit + 1;
            forEachAnchor(entries[ordinal].conditions(), this::consider);
            if (bestShared > limit) {
                return false;
            }
            HeaderCondition header = bestHeader;
            QueryCondition query = bestQuery;
            if (header != null) {
                FieldName other = fieldNames.putIfAbsent(header.name().hash(), header.name());
                if (other != null && !other.equals(header.name())) {
                    // Two names with one hash: the table of names has room for the first only.
                    return false;
                }
            } else if (query != null) {
                parameterNames.put(query.nameHash(), true);
            } else {
                byMethod = true;
            }
            groups.computeIfAbsent(best, _ -> new ArrayList<>(1)).add(ordinal);
            return true;
        }

        private void consider(
                int hash, @Nullable HeaderCondition header, @Nullable QueryCondition query) {
            int count = shared.get(hash);
            if (count < bestShared) {
                best = hash;
                bestShared = count;
                bestHeader = header;
                bestQuery = query;
            }
        }

        Map<Integer, Anchors> anchors() {
            Map<Integer, Anchors> result = new HashMap<>();
            groups.forEach((hash, group) -> result.put(hash, of(entries, toArray(group))));
            return result;
        }
    }
}
