package dev.maneki.resources.folder;

/**
 * Waits for a file that may be in the middle of being written. Many programs empty a file before
 * they write it, or put another in its place, and large files come in pieces: for a moment it looks
 * as if resources had been removed. So a removal is believed only after a moment without a write.
 */
interface Settling {
    /** How long a file must be left alone: within what a change may take to be in force. */
    long MILLIS = 40;

    /** How often a file is looked at again before it is taken as it is. */
    int ROUNDS = 25;

    /**
     * How long a file must be left empty: a program may take its time between emptying a file and
     * writing it, as a shell does with {@code generate > file}, or any on a machine with more to
     * do. Nobody removes resources by leaving an empty file in a hurry.
     */
    long EMPTY_MILLIS = MILLIS * ROUNDS;

    /** Lets some time pass; returns whether it is worth looking again. */
    boolean pause();

    /** Whether a file may be in the middle of being written. */
    boolean isUnsettled(Stamp stamp);

    /** By the clocks of the process and of the file's disk. */
    Settling BY_CLOCK =
            new Settling() {
                @Override
                public boolean pause() {
                    try {
                        Thread.sleep(MILLIS);
                        return true;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                }

                @Override
                public boolean isUnsettled(Stamp stamp) {
                    return stamp.isFresh(stamp.size() == 0 ? EMPTY_MILLIS : MILLIS);
                }
            };
}
