package dev.maneki.app.cli;

/** Text that the help of all commands shares. */
final class HelpText {
    static final String EXIT_CODES_HEADING = "%nExit codes:%n";
    static final String OK = "0:all is well";
    static final String FAILED = "1:it was tried, and failed";
    static final String USAGE = "2:the command line is wrong";
    static final String NOT_FOUND = "3:what was asked for does not exist";
    static final String INVALID_CONFIGURATION = "5:the configuration has something refused";

    private HelpText() {}
}
