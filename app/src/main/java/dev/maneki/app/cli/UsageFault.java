package dev.maneki.app.cli;

import dev.maneki.resources.schema.Suggestion;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in the words of people, with the name that was meant. */
final class UsageFault {
    private UsageFault() {}

    /**
     * @param arguments the whole command line: for the parser a misspelt option that is required is
     *     only missing
     */
    static String message(ParameterException wrong, String... arguments) {
        CommandLine command = wrong.getCommandLine();
        Collection<String> options = command.getCommandSpec().optionsMap().keySet();
        for (String argument : arguments) {
            String name = argument.split("=", 2)[0];
            if (name.equals("--")) {
                break;
            }
            if (name.startsWith("--") && !options.contains(name)) {
                return "unknown option '" + name + "'" + meant(name, options);
            }
        }
        if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String first = unmatched.getUnmatched().getFirst();
            return command.getParent() == null
                    ? noCommand(first, command.getSubcommands().keySet())
                    : "unexpected argument '" + first + "'";
        }
        return String.valueOf(wrong.getMessage());
    }

    /** There is no such command, or topic of help. */
    static String noCommand(String name, Collection<String> known) {
        return "there is no command '" + name + "'" + meant(name, known);
    }

    private static String meant(String written, Collection<String> known) {
        String nearest = Suggestion.nearest(written, List.copyOf(known));
        return nearest.isEmpty() ? "" : "; did you mean " + nearest + "?";
    }
}
