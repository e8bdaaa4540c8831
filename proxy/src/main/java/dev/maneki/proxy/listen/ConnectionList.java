package dev.maneki.proxy.listen;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections of one port on one worker. Event loop only. */
final class ConnectionList {
    private @Nullable AcceptedConnection head;

    void add(AcceptedConnection connection) {
        AcceptedConnection first = head;
        connection.next = first;
        if (first != null) {
            first.previous = connection;
        }
        head = connection;
    }

    void remove(AcceptedConnection connection) {
        AcceptedConnection before = connection.previous;
        AcceptedConnection after = connection.next;
        if (before != null) {
            before.next = after;
        } else {
            head = after;
        }
        if (after != null) {
            after.previous = before;
        }
        connection.previous = null;
        connection.next = null;
    }

    /** Those of now; what is done to them may change the list. */
    List<AcceptedConnection> all() {
        List<AcceptedConnection> all = new ArrayList<>();
        for (AcceptedConnection at = head; at != null; at = at.next) {
            all.add(at);
        }
        return all;
    }
}
