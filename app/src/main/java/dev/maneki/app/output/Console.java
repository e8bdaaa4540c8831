package dev.maneki.app.output;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command speaks to: data to {@code out}, messages to {@code err}.
 *
 * @param terminal whether a person reads standard output as it comes
 * @param colour whether messages may have colours: only on a terminal, and never where {@code
 *     NO_COLOR} (https://no-color.org) is set
 */
public record Console(PrintStream out, PrintStream err, boolean terminal, boolean colour) {

    /** Of this process. */
    public static Console system() {
        java.io.Console device = System.console();
        boolean terminal = device != null && device.isTerminal();
        return new Console(
                new PrintStream(System.out, false, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                terminal,
                colours(System.getenv(), terminal));
    }

    static boolean colours(Map<String, String> environment, boolean terminal) {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /** Prints data. */
    public void print(String text) {
        out.print(text);
        out.flush();
    }

    /** Prints a message for the person at the keyboard. */
    public void say(String message) {
        err.println(message);
    }

    /** What went wrong; {@code message} says what to do. */
    public void error(String message) {
        err.println((colour ? "\u001b[31merror:\u001b[0m " : "error: ") + message);
    }

    /** What goes on, but the person should know. */
    public void warn(String message) {
        err.println((colour ? "\u001b[33mwarning:\u001b[0m " : "warning: ") + message);
    }
}
