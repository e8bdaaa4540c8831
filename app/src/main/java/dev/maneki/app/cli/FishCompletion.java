package dev.maneki.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A completion script for fish, which picocli has none for. */
final class FishCompletion {
    private final StringBuilder script = new StringBuilder();

    FishCompletion(CommandLine root) {
        script.append("# fish completion for maneki\ncomplete -c maneki -f\n");
        options("__fish_use_subcommand", root.getCommandSpec());
        root.getSubcommands()
                .forEach(
                        (name, command) -> {
                            CommandSpec spec = command.getCommandSpec();
                            line("__fish_use_subcommand")
                                    .append(" -a ")
                                    .append(name)
                                    .append(description(spec.usageMessage().header()))
                                    .append('\n');
                            String within = "__fish_seen_subcommand_from " + name;
                            options(within, spec);
                            parameters(within, spec);
                        });
    }

    private void options(String condition, CommandSpec spec) {
        for (OptionSpec option : spec.options()) {
            line(condition);
            for (String name : option.names()) {
                script.append(name.startsWith("--") ? " -l " : " -s ")
                        .append(name.replaceFirst("^--?", ""));
            }
            if (option.arity().max() > 0) {
                script.append(" -r");
                if (isPath(option.paramLabel())) {
                    script.append(" -F");
                }
            }
            candidates(option.completionCandidates());
            script.append(description(option.description())).append('\n');
        }
    }

    private void parameters(String condition, CommandSpec spec) {
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (isPath(parameter.paramLabel())) {
                line(condition).append(" -F\n");
            } else if (parameter.completionCandidates() != null) {
                line(condition);
                candidates(parameter.completionCandidates());
                script.append('\n');
            }
        }
    }

    private StringBuilder line(String condition) {
        return script.append("complete -c maneki -n '").append(condition).append('\'');
    }

    private void candidates(@org.jspecify.annotations.Nullable Iterable<String> candidates) {
        if (candidates != null) {
            script.append(" -a '").append(String.join(" ", candidates)).append('\'');
        }
    }

    private static boolean isPath(String label) {
        return label.contains("DIR") || label.contains("FILE");
    }

    private static String description(String[] lines) {
        return lines.length == 0
                ? ""
                : " -d '" + lines[0].replace("'", "\\'").replace("%%", "%") + "'";
    }

    @Override
    public String toString() {
        return script.toString();
    }
}
