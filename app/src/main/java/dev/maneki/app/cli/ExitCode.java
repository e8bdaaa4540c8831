package dev.maneki.app.cli;

/** What the process's exit code means; documented in every command's help, and never changed. */
public final class ExitCode {
    public static final int OK = 0;

    /** It was tried, and failed. */
    public static final int FAILED = 1;

    /** The command line is wrong. */
    public static final int USAGE = 2;

    /** What was asked for does not exist. */
    public static final int NOT_FOUND = 3;

    /** The configuration has something that is refused. */
    public static final int INVALID_CONFIGURATION = 5;

    private ExitCode() {}
}
