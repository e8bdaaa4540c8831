package dev.maneki.proxy.access;

/** Where the exchange puts its records: one per worker, called on its event loop only. */
public interface AccessRecorder {
    /** Takes no records. */
    AccessRecorder OFF =
            new AccessRecorder() {
                @Override
                public boolean enabled() {
                    return false;
                }

                @Override
                public void record(AccessRecord record) {}
            };

    /** Whether anybody reads the records: else they need not be filled. */
    boolean enabled();

    /** Writes one record, or counts it as lost. Never blocks; the record may be used again. */
    void record(AccessRecord record);
}
