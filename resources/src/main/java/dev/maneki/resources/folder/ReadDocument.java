package dev.maneki.resources.folder;

import dev.maneki.resources.Finding;
import dev.maneki.resources.Position;
import dev.maneki.resources.kinds.Reading;
import dev.maneki.resources.yaml.Source;
import java.util.ArrayList;
import java.util.List;

/** A document with what was read from it. */
record ReadDocument(Source source, int line, List<Reading> readings) {

    /** The same document at another line of its file: nothing is read anew. */
    ReadDocument at(int newLine) {
        if (newLine == line) {
            return this;
        }
        source.moveTo(newLine);
        int by = newLine - line;
        List<Reading> moved = new ArrayList<>(readings.size());
        for (Reading reading : readings) {
            List<Finding> findings =
                    reading.findings().stream().map(finding -> moved(finding, by)).toList();
            moved.add(new Reading(reading.id(), reading.resource(), findings));
        }
        return new ReadDocument(source, newLine, moved);
    }

    private static Finding moved(Finding finding, int by) {
        Position old = finding.position();
        return new Finding(
                finding.severity(),
                new Position(old.file(), old.line() + by, old.column()),
                finding.resource(),
                finding.field(),
                finding.message(),
                finding.remedy());
    }
}
