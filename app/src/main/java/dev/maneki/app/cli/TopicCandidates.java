package dev.maneki.app.cli;

import java.util.Iterator;

/** Topics of help, for shell completion. */
final class TopicCandidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return HelpCommand.topics().iterator();
    }
}
