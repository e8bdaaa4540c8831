package dev.maneki.proxy.bridge;

import dev.maneki.connect.ConnectException;
import dev.maneki.connect.MethodKind;
import dev.maneki.proxy.worker.Worker;

/** Where it is known what the messages of methods are. Thread-safe. */
interface SchemaSource {
    /**
     * Finds a method.
     *
     * @param path {@code /service/method}
     * @param worker on whose event loop the receiver is told, perhaps before this returns
     */
    void find(String path, Worker worker, Receiver receiver);

    /** The backend did not know a method that this knows: it may have become another. */
    void doubt();

    /** Knows what kinds methods are of. */
    interface Kinds {
        /** The kind of the method of that path; of one that is not known, unary. */
        MethodKind kind(String path);
    }

    /** Who asks. */
    interface Receiver {
        /** The method is known. */
        void onTypes(MethodTypes types);

        /** It is not, or nobody can be asked; what to tell the caller. */
        void onNone(ConnectException why);
    }
}
