package dev.maneki.resources.yaml;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** YAML by the events of snakeyaml-engine; its composer would keep more, and knows less limits. */
final class YamlText {
    private static final String TAG_PREFIX = "tag:yaml.org,2002:";

    // The size of a file is bounded before it is read.
    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setParseComments(false)
                    .setCodePointLimit(Integer.MAX_VALUE)
                    .build();

    private final NodeBuilder builder;
    private final int firstLine;

    private YamlText(NodeBuilder builder, int firstLine) {
        this.builder = builder;
        this.firstLine = firstLine;
    }

    static Document parse(String text, int firstLine, YamlLimits limits) {
        NodeBuilder builder = new NodeBuilder(limits);
        boolean complete = new YamlText(builder, firstLine).read(text);
        return complete ? builder.complete() : builder.brokenOff();
    }

    /** Whether the text was read to its end. */
    private boolean read(String text) {
        StreamReader reader = new StreamReader(SETTINGS, text);
        try {
            ParserImpl parser = new ParserImpl(SETTINGS, reader);
            boolean started = false;
            for (Event event = next(parser); event != null; event = next(parser)) {
                if (event.getEventId() == Event.ID.DocumentStart) {
                    if (started) {
                        builder.breakOff(
                                line(event),
                                column(event),
                                "a second document begins here",
                                "put a line of '---' before it");
                        return false;
                    }
                    started = true;
                }
                accept(event);
            }
            return true;
        } catch (NodeBuilder.LimitReached e) {
            // The problem is already noted.
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            int line = firstLine + mark.map(Mark::getLine).orElse(0);
            int column = mark.map(Mark::getColumn).orElse(0) + 1;
            builder.breakOff(line, column, describe(e), hint(text, mark.orElse(null)));
        } catch (ReaderException e) {
            place(text, e);
        } catch (YamlEngineException e) {
            builder.breakOff(
                    firstLine + reader.getLine(),
                    reader.getColumn() + 1,
                    "not YAML: " + e.getMessage(),
                    "");
        }
        return false;
    }

    private static @Nullable Event next(ParserImpl parser) {
        try {
            return parser.hasNext() ? parser.next() : null;
        } catch (YamlEngineException e) {
            throw e;
        } catch (RuntimeException e) {
            // Over some broken escapes the engine stumbles: "\\x before a zero byte, as fuzzing
            // found.
            throw new YamlEngineException("a broken escape or character", e);
        }
    }

    private void accept(Event event) {
        switch (event.getEventId()) {
            case MappingStart -> {
                MappingStartEvent start = (MappingStartEvent) event;
                checkTag(start.getTag(), "map", event);
                builder.start(true, line(event), column(event), anchor(start.getAnchor()));
            }
            case SequenceStart -> {
                SequenceStartEvent start = (SequenceStartEvent) event;
                checkTag(start.getTag(), "seq", event);
                builder.start(false, line(event), column(event), anchor(start.getAnchor()));
            }
            case MappingEnd, SequenceEnd -> builder.end();
            case Scalar -> scalar((ScalarEvent) event);
            case Alias ->
                    builder.alias(
                            ((AliasEvent) event).getAlias().getValue(), line(event), column(event));
            case StreamStart, StreamEnd, DocumentStart, DocumentEnd, Comment -> {}
        }
    }

    private void scalar(ScalarEvent event) {
        ScalarType type =
                event.isPlain() ? ScalarType.ofPlain(event.getValue()) : ScalarType.STRING;
        if (event.getTag().isPresent()) {
            String tag = event.getTag().get();
            switch (tag) {
                case "!", TAG_PREFIX + "str" -> type = ScalarType.STRING;
                case TAG_PREFIX + "int",
                        TAG_PREFIX + "float",
                        TAG_PREFIX + "bool",
                        TAG_PREFIX + "null" ->
                        type = ScalarType.ofPlain(event.getValue());
                default -> unknownTag(tag, event);
            }
        }
        ScalarNode node = new ScalarNode(event.getValue(), type, line(event), column(event));
        builder.scalar(node, anchor(event.getAnchor()), event.isPlain());
    }

    private void checkTag(Optional<String> tag, String expected, Event event) {
        if (tag.isPresent() && !tag.get().equals("!") && !tag.get().equals(TAG_PREFIX + expected)) {
            unknownTag(tag.get(), event);
        }
    }

    private void unknownTag(String tag, Event event) {
        builder.problem(
                line(event), column(event), "the tag '" + tag + "' is not known", "remove it");
    }

    private static @Nullable String anchor(Optional<Anchor> anchor) {
        return anchor.isPresent() ? anchor.get().getValue() : null;
    }

    private int line(Event event) {
        return firstLine + event.getStartMark().map(Mark::getLine).orElse(0);
    }

    private static int column(Event event) {
        return event.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    }

    private static String describe(MarkedYamlEngineException e) {
        String context = e.getContext();
        String problem = e.getProblem();
        return "not YAML: "
                + (context == null || context.isEmpty() ? "" : context + ", ")
                + problem;
    }

    /** The two mistakes that most broken files are broken by. */
    private static String hint(String text, @Nullable Mark mark) {
        if (mark == null) {
            return "";
        }
        int index = mark.getIndex();
        if (index < text.length() && text.charAt(index) == '\t') {
            return "indent by spaces, not by tabs";
        }
        return "check the indentation, and that values with ': ' or '#' stand in quotes";
    }

    private void place(String text, ReaderException e) {
        int index = Math.min(e.getPosition(), text.length());
        int line = firstLine;
        int lineStart = 0;
        for (int i = 0; i < index; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        builder.breakOff(
                line,
                index - lineStart + 1,
                String.format("not YAML: the character U+%04X is not allowed", e.getCodePoint()),
                "remove it, or write it as an escape in double quotes");
    }
}
