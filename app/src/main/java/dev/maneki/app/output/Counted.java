package dev.maneki.app.output;

/** Numbers of things, as people write them. */
public final class Counted {
    private Counted() {}

    /** {@code 1 file}, {@code 2 files}; for things whose plural has an s. */
    public static String of(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
