package dev.maneki.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints; the build writes the number into a resource. */
public final class Version implements IVersionProvider {
    /** The release's number. */
    public static String number() {
        Properties properties = new Properties();
        try (InputStream in =
                Version.class.getResourceAsStream("/dev/maneki/app/version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty("version", "unknown");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "maneki " + number(),
            "JDK " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")"
        };
    }
}
