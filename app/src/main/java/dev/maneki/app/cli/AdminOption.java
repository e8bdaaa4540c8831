package dev.maneki.app.cli;

import dev.maneki.app.admin.AdminClient;
import java.io.IOException;
import picocli.CommandLine.Option;

/** {@code --admin HOST:PORT} of the commands that ask a running gateway. */
final class AdminOption {
    /** A question that an answer may fail to come to. */
    interface Question<T> {
        T ask(AdminClient client) throws IOException;
    }

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description =
                    "The gateway's admin address; " + HostPort.DEFAULT_ADMIN + " if not given.")
    private HostPort address = HostPort.parse(HostPort.DEFAULT_ADMIN);

    <T> T ask(Question<T> question) {
        try {
            return question.ask(new AdminClient(address.toString()));
        } catch (IOException noAnswer) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "no gateway answers at "
                            + address
                            + " ("
                            + noAnswer.getMessage()
                            + "); is it running, and is that its --admin address?");
        } catch (IllegalArgumentException refused) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(refused.getMessage()));
        }
    }
}
