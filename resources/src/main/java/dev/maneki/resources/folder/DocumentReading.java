package dev.maneki.resources.folder;

import dev.maneki.resources.kinds.ResourceReader;
import dev.maneki.resources.yaml.Source;
import dev.maneki.resources.yaml.YamlLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads the documents of files: those that are new, on all processors when there are many. */
final class DocumentReading {
    /** Fewer are read faster by one thread than they are handed out. */
    private static final int MANY = 64;

    private final ResourceReader reader;

    DocumentReading(YamlLimits limits) {
        this.reader = new ResourceReader(limits);
    }

    /** A file whose documents are being read; null stands for one that is not read yet. */
    record Pending(
            String file,
            Stamp stamp,
            @Nullable ReadFile before,
            List<Source> sources,
            @Nullable ReadDocument[] slots) {

        List<ReadDocument> documents() {
            List<ReadDocument> documents = new ArrayList<>(slots.length);
            for (ReadDocument each : slots) {
                if (each != null) {
                    documents.add(each);
                }
            }
            return documents;
        }
    }

    /** Takes over the documents that the file had before. */
    Pending prepare(String file, Stamp stamp, @Nullable ReadFile before, List<Source> sources) {
        @Nullable ReadDocument[] slots = new @Nullable ReadDocument[sources.size()];
        if (before != null) {
            Map<String, List<ReadDocument>> known = before.documentsByText();
            for (int i = 0; i < slots.length; i++) {
                List<ReadDocument> same = known.get(sources.get(i).text());
                if (same != null && !same.isEmpty()) {
                    slots[i] = same.removeFirst().at(sources.get(i).line());
                }
            }
        }
        return new Pending(file, stamp, before, sources, slots);
    }

    /** Fills every slot that is empty. */
    void readAll(List<Pending> files) {
        List<Runnable> tasks = new ArrayList<>();
        for (Pending file : files) {
            for (int i = 0; i < file.slots().length; i++) {
                if (file.slots()[i] == null) {
                    int slot = i;
                    tasks.add(() -> file.slots()[slot] = read(file.sources().get(slot)));
                }
            }
        }
        IntStream indexes = IntStream.range(0, tasks.size());
        (tasks.size() < MANY ? indexes : indexes.parallel()).forEach(i -> tasks.get(i).run());
    }

    private ReadDocument read(Source source) {
        return new ReadDocument(source, source.line(), reader.read(source));
    }
}
