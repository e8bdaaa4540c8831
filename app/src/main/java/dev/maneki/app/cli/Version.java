package dev.maneki.app.cli;

import dev.maneki.app.gateway.Release;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "maneki " + Release.number(),
            "JDK " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")"
        };
    }
}
