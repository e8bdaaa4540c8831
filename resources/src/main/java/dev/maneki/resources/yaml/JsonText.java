package dev.maneki.resources.yaml;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** JSON by the tokens of Jackson. */
final class JsonText {
    // Our own builder bounds depth with a problem at the place; sizes are bounded by the file's.
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(10_000).build())
                    .build();

    private JsonText() {}

    static Document parse(String text, int firstLine, YamlLimits limits) {
        NodeBuilder builder = new NodeBuilder(limits);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            boolean complete = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                TokenStreamLocation at = parser.currentTokenLocation();
                int line = firstLine + at.getLineNr() - 1;
                int column = at.getColumnNr();
                if (complete) {
                    builder.breakOff(line, column, "not JSON: something follows the document", "");
                    return builder.brokenOff();
                }
                accept(builder, parser, token, line, column);
                complete = builder.isComplete();
            }
            return builder.complete();
        } catch (NodeBuilder.LimitReached e) {
            // The problem is already noted.
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            int line = firstLine + (at == null ? 0 : Math.max(0, at.getLineNr() - 1));
            int column = at == null ? 1 : Math.max(1, at.getColumnNr());
            builder.breakOff(line, column, "not JSON: " + e.getOriginalMessage(), "");
        }
        return builder.brokenOff();
    }

    private static void accept(
            NodeBuilder builder, JsonParser parser, JsonToken token, int line, int column) {
        switch (token) {
            case START_OBJECT -> builder.start(true, line, column, null);
            case START_ARRAY -> builder.start(false, line, column, null);
            case END_OBJECT, END_ARRAY -> builder.end();
            case PROPERTY_NAME, VALUE_STRING ->
                    scalar(builder, parser, ScalarType.STRING, line, column);
            case VALUE_NUMBER_INT -> scalar(builder, parser, ScalarType.INTEGER, line, column);
            case VALUE_NUMBER_FLOAT -> scalar(builder, parser, ScalarType.FLOAT, line, column);
            case VALUE_TRUE, VALUE_FALSE ->
                    scalar(builder, parser, ScalarType.BOOLEAN, line, column);
            case VALUE_NULL -> scalar(builder, parser, ScalarType.NULL, line, column);
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw new IllegalStateException("JSON text has no token " + token);
        }
    }

    private static void scalar(
            NodeBuilder builder, JsonParser parser, ScalarType type, int line, int column) {
        builder.scalar(new ScalarNode(parser.getString(), type, line, column), null, false);
    }
}
