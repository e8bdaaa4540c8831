package dev.maneki.resources.folder;

import dev.maneki.resources.Finding;
import dev.maneki.resources.Position;
import dev.maneki.resources.Severity;
import dev.maneki.resources.yaml.DocumentSplitter;
import dev.maneki.resources.yaml.Source;
import dev.maneki.resources.yaml.YamlLimits;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a folder of configuration, and reads again what changed.
 *
 * <p>Remembers each file, so that only documents whose text changed are parsed, and the last good
 * version of each resource, which stays in force while its text is refused or its file cannot be
 * read. A resource ends with its text, or with its file.
 *
 * <p>A removal is believed after 40 ms, which these methods wait for: a file that was written only
 * moments ago may be half-written, and a file that is gone may be about to be replaced. They wait
 * for one second at most, however often a file is written.
 *
 * <p>For one thread at a time. Never throws for what stands in the folder, nor where there is none:
 * that is a finding too.
 */
public final class FolderReader {
    private final Path root;
    private final YamlLimits limits;
    private final Settling settling;
    private final DocumentReading reading;
    private final FolderState state = new FolderState();
    private final TreeMap<String, Finding> failures = new TreeMap<>();

    public FolderReader(Path root) {
        this(root, YamlLimits.DEFAULT);
    }

    /**
     * @param root files are named in findings as they are reached from here
     */
    public FolderReader(Path root, YamlLimits limits) {
        this(root, limits, Settling.BY_CLOCK);
    }

    FolderReader(Path root, YamlLimits limits, Settling settling) {
        this.root = root;
        this.limits = limits;
        this.settling = settling;
        this.reading = new DocumentReading(limits);
    }

    /** Looks at every file of the folder, and reads those that are not as they were. */
    public FolderContent read() {
        failures.clear();
        FolderWalk walk = FolderWalk.of(root);
        walk.failures.forEach(this::failed);
        readAll(walk.files, false);
        readAll(backAgain(missing(walk, name -> true)), true);
        return state.content(failures.values());
    }

    /**
     * Reads some files again.
     *
     * @param changed files or folders that were written, added, moved or removed, as paths that
     *     begin with the root; more than what changed does no harm
     */
    public FolderContent reread(Collection<Path> changed) {
        if (!Files.isDirectory(root) || failures.containsKey(root.toString())) {
            // Who moves or unmounts the folder has not removed each of its files one by one.
            return read();
        }
        Map<String, FolderWalk.Found> found = new TreeMap<>();
        Set<String> missing = new TreeSet<>();
        for (Path path : changed) {
            if (isHidden(path)) {
                // Kubernetes swaps a whole volume by one hidden link, ..data.
                return read();
            }
            String name = path.toString();
            failures.keySet().removeIf(failed -> isWithin(failed, name));
            if (Files.isDirectory(path)) {
                FolderWalk walk = FolderWalk.of(path);
                walk.failures.forEach(this::failed);
                missing.addAll(missing(walk, file -> isWithin(file, name)));
                found.putAll(walk.files);
            } else if (Files.exists(path)) {
                file(path, found);
            } else {
                missing.addAll(state.names(file -> isWithin(file, name)));
            }
        }
        readAll(found, true);
        readAll(backAgain(missing), true);
        return state.content(failures.values());
    }

    /** Files that were there, and that a walk did not find nor fail to look at. */
    private List<String> missing(FolderWalk walk, Predicate<String> among) {
        return state.names(
                file ->
                        among.test(file)
                                && !walk.files.containsKey(file)
                                && !isBehindFailure(file));
    }

    /** Of files that are gone, those that are there again a moment later; the others end. */
    private Map<String, FolderWalk.Found> backAgain(Collection<String> missing) {
        Map<String, FolderWalk.Found> found = new TreeMap<>();
        if (!missing.isEmpty()) {
            settling.pause();
            if (Files.isDirectory(root)) {
                missing.forEach(name -> file(Path.of(name), found));
            } else {
                failed(root.toString(), new NoSuchFileException(root.toString()));
            }
        }
        return found;
    }

    private void file(Path path, Map<String, FolderWalk.Found> found) {
        if (!FolderWalk.isConfiguration(path)) {
            return;
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                found.put(path.toString(), new FolderWalk.Found(path, attributes));
            }
        } catch (NoSuchFileException e) {
            state.remove(path.toString());
        } catch (IOException e) {
            failed(path.toString(), e);
        }
    }

    private boolean isHidden(Path path) {
        Path relative = path.startsWith(root) ? root.relativize(path) : path;
        for (Path step : relative) {
            if (step.toString().startsWith("..") && step.toString().length() > 2) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWithin(String file, String folder) {
        return file.equals(folder)
                || (file.startsWith(folder)
                        && (folder.endsWith("/") || file.charAt(folder.length()) == '/'));
    }

    private boolean isBehindFailure(String file) {
        return failures.keySet().stream().anyMatch(failed -> isWithin(file, failed));
    }

    private void failed(String path, IOException e) {
        String what = e instanceof NoSuchFileException ? "no such folder" : cannotBeRead(e);
        failures.put(path, finding(path, 0, what, "check that it is there, and who may read it"));
    }

    /**
     * In words: the JDK's exception has the reason in its class, and the file, again, as message.
     */
    static String cannotBeRead(IOException e) {
        return "cannot be read: "
                + switch (e) {
                    case AccessDeniedException denied -> "permission denied";
                    case FileSystemLoopException loop -> "its links lead in a circle";
                    case FileSystemException other when other.getReason() != null ->
                            other.getReason();
                    default -> e;
                };
    }

    private static Finding finding(String file, int line, String message, String remedy) {
        return new Finding(
                Severity.ERROR, new Position(file, line, 0), Optional.empty(), "", message, remedy);
    }

    /** Reads files whose stamp changed; those that may be half-written again until they settle. */
    private void readAll(Map<String, FolderWalk.Found> found, boolean distrust) {
        Map<String, FolderWalk.Found> left = readOnce(found, distrust, true);
        for (int round = 1; !left.isEmpty(); round++) {
            boolean again = settling.pause() && round < Settling.ROUNDS;
            Map<String, FolderWalk.Found> next = new TreeMap<>();
            left.values().forEach(each -> file(each.path(), next));
            left = readOnce(next, true, again);
        }
    }

    /**
     * Reads all new documents of the files together, on all processors.
     *
     * @param wait whether a file that was written moments ago and lost resources is left for later
     * @return the files that are left
     */
    private Map<String, FolderWalk.Found> readOnce(
            Map<String, FolderWalk.Found> found, boolean distrust, boolean wait) {
        List<DocumentReading.Pending> pending = new ArrayList<>();
        found.forEach(
                (name, file) -> {
                    Stamp stamp = Stamp.of(file.attributes());
                    ReadFile before = state.file(name);
                    if (distrust || before == null || !before.stamp().isSameAs(stamp)) {
                        DocumentReading.Pending text = open(name, file.path(), stamp, before);
                        if (text != null) {
                            pending.add(text);
                        }
                    }
                });
        reading.readAll(pending);
        Map<String, FolderWalk.Found> left = new TreeMap<>();
        for (DocumentReading.Pending each : pending) {
            ReadFile now = ReadFile.of(each.stamp(), each.before(), each.documents());
            FolderWalk.Found file = found.get(each.file());
            if (wait
                    && file != null
                    && settling.isUnsettled(each.stamp())
                    && now.hasLostOf(each.before())) {
                left.put(each.file(), file);
            } else {
                state.put(each.file(), now);
            }
        }
        return left;
    }

    private DocumentReading.@Nullable Pending open(
            String name, Path path, Stamp stamp, @Nullable ReadFile before) {
        try {
            String text = FileText.read(path, limits.fileBytes());
            List<Source> documents = DocumentSplitter.split(name, text);
            if (documents.size() > limits.documents()) {
                int line = documents.get(limits.documents()).line();
                String message = "more than " + limits.documents() + " documents";
                throw new FileText.Unreadable(message, line, "split the file");
            }
            return reading.prepare(name, stamp, before, documents);
        } catch (NoSuchFileException e) {
            state.remove(name);
        } catch (FileText.Unreadable e) {
            Finding finding = finding(name, e.line, e.what, e.remedy);
            state.put(name, ReadFile.unreadable(stamp, before, finding));
        } catch (IOException e) {
            Finding finding = finding(name, 0, cannotBeRead(e), "check who may read it");
            state.put(name, ReadFile.unreadable(stamp.untrusted(), before, finding));
        }
        return null;
    }
}
