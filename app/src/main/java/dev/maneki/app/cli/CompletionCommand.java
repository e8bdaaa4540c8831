package dev.maneki.app.cli;

import dev.maneki.app.output.Console;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code maneki completion}: a script that completes this command line in a shell. */
@Command(
        name = "completion",
        header = "Prints a completion script for a shell.",
        exitCodeListHeading = HelpText.EXIT_CODES_HEADING,
        exitCodeList = {HelpText.OK, HelpText.USAGE},
        footer = {
            "",
            "Examples:",
            "  source <(maneki completion bash)      in ~/.bashrc",
            "  source <(maneki completion zsh)       in ~/.zshrc, after compinit",
            "  maneki completion fish > ~/.config/fish/completions/maneki.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    /** The shells that there are scripts for. */
    enum Shell {
        BASH,
        ZSH,
        FISH;

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Console console;

    @Mixin private HelpOption help = new HelpOption();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "SHELL",
            arity = "0..1",
            defaultValue = "bash",
            description = "bash, zsh or fish; bash if not given.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.parent().commandLine();
        console.print(
                switch (shell) {
                    // The script enables bash's completion where it runs under zsh.
                    case BASH, ZSH -> AutoComplete.bash("maneki", root) + "\n";
                    case FISH -> new FishCompletion(root).toString();
                });
        return ExitCode.OK;
    }
}
