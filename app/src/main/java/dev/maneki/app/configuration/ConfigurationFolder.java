package dev.maneki.app.configuration;

import dev.maneki.resources.folder.FolderContent;
import dev.maneki.resources.folder.FolderReader;
import dev.maneki.routing.model.Limit;
import dev.maneki.translate.Translator;
import dev.maneki.translate.TranslatorOptions;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder, read and translated, and again what changed of it. For one thread at a time; never
 * throws for what stands in the folder.
 */
public final class ConfigurationFolder {
    private static final Set<String> GATEWAY_LIMITS =
            Stream.of(Limit.values())
                    .filter(limit -> limit.scope() == Limit.Scope.GATEWAY)
                    .map(Limit::title)
                    .collect(Collectors.toUnmodifiableSet());

    private final FolderReader reader;
    private final TranslatorOptions options;
    private Translator translator;
    private long number;

    /**
     * A folder, not read yet.
     *
     * @param addresses what Gateways that ask for no address say theirs are
     */
    public ConfigurationFolder(Path folder, List<String> addresses) {
        this.reader = new FolderReader(folder);
        this.options = new TranslatorOptions(GATEWAY_LIMITS, addresses);
        this.translator = new Translator(options);
    }

    /** Reads every file that is not as it was. */
    public Configuration read() {
        return translated(reader.read());
    }

    /** Reads some files and directories again. */
    public Configuration reread(Collection<Path> touched) {
        return translated(reader.reread(touched));
    }

    private Configuration translated(FolderContent content) {
        if (number == 0 || !content.change().isEmpty()) {
            number++;
        }
        try {
            return new Configuration(number, content, translator.translate(content.snapshot()));
        } catch (RuntimeException | StackOverflowError wrong) {
            // Half-way through, what it remembers of the snapshot before can no longer be trusted.
            translator = new Translator(options);
            throw wrong;
        }
    }
}
