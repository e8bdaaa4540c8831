package dev.maneki.connect.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads one JSON text, a token at a time.
 *
 * <p>{@link #next} moves to a token and returns it; what it says is asked of the reader, until the
 * next. An object is read by {@code while (next() != END_OBJECT)}, each time standing on a {@code
 * NAME}, with the value's first token one {@code next} further; an array by {@code while (next() !=
 * END_ARRAY)}, each time standing on a value's first token. {@link #skip} goes to the end of a
 * value whose first token it stands on. After the value comes {@code END}.
 *
 * <p>Strict (RFC 8259): no comments, no commas too many, no names without quotes, no leading zeros,
 * only valid UTF-8 and no half surrogate pairs, nothing after the value. Bounded: the caller has
 * the bytes already, depth and the length of numbers have limits, and nothing is copied but what is
 * asked for. Names that come twice are the caller's to judge. All that is wrong is a {@link
 * JsonException}, which says where. Not thread-safe.
 */
public final class JsonReader {
    /** The depth that protobuf's own parsers allow. */
    public static final int DEFAULT_MAX_DEPTH = 100;

    /**
     * The longest number: more than any double needs for its exact value, and short enough that
     * arithmetic on all its digits costs nothing.
     */
    public static final int MAX_NUMBER_LENGTH = 1_100;

    /** What may come next. */
    private enum State {
        VALUE,
        FIRST_NAME,
        FIRST_ELEMENT,
        AFTER_VALUE
    }

    private final byte[] array;
    private final int start;
    private final int end;
    private final int maxDepth;
    private final StringScanner text;

    private int position;
    private int depth;
    private long[] objects = new long[1]; // a bit a level: whether it is an object
    private State state = State.VALUE;
    private JsonToken token = JsonToken.NULL;
    private int tokenStart;
    private int numberEnd;
    private boolean integer;

    /** Reads all of an array. */
    public JsonReader(byte[] array) {
        this(array, 0, array.length, DEFAULT_MAX_DEPTH);
    }

    /** Reads a part of an array, which must not change meanwhile. */
    public JsonReader(byte[] array, int offset, int length, int maxDepth) {
        this.array = array;
        this.start = offset;
        this.end = offset + length;
        this.maxDepth = maxDepth;
        this.position = offset;
        this.text = new StringScanner(array, end);
    }

    /**
     * A reader that stands where this one does, and goes on by itself: to look ahead, as for a
     * member whose place is not fixed.
     */
    public JsonReader fork() {
        JsonReader fork = new JsonReader(array, start, end - start, maxDepth);
        fork.position = position;
        fork.depth = depth;
        fork.objects = objects.clone();
        fork.state = state;
        fork.token = token;
        fork.tokenStart = tokenStart;
        fork.numberEnd = numberEnd;
        fork.integer = integer;
        fork.text.become(text);
        return fork;
    }

    /** Moves to the next token. At the end it stays there. */
    public JsonToken next() {
        skipSpace();
        tokenStart = position;
        token =
                switch (state) {
                    case VALUE -> value();
                    case FIRST_NAME -> current() == '}' ? close(JsonToken.END_OBJECT) : name();
                    case FIRST_ELEMENT -> current() == ']' ? close(JsonToken.END_ARRAY) : value();
                    case AFTER_VALUE -> afterValue();
                };
        return token;
    }

    /** The token it stands on. */
    public JsonToken token() {
        return token;
    }

    /**
     * The text of the name or string it stands on, without escapes, or a number's as it is written.
     */
    public String string() {
        return switch (token) {
            case NAME, STRING -> text.string();
            case NUMBER -> new String(array, tokenStart, numberEnd - tokenStart, ISO_8859_1);
            default -> throw unexpected("a string");
        };
    }

    /** Whether the number it stands on has neither fraction nor exponent. */
    public boolean integer() {
        return integer;
    }

    /** Whether the name or string it stands on is written without escapes, as its bytes are. */
    public boolean plain() {
        return !text.escaped();
    }

    /** Where the text of the name, string (within its quotes) or number begins in the array. */
    public int textOffset() {
        return token == JsonToken.NUMBER ? tokenStart : text.start();
    }

    /** How many bytes that text has, as written. */
    public int textLength() {
        return token == JsonToken.NUMBER ? numberEnd - tokenStart : text.end() - text.start();
    }

    /** Moves to the next token, which must be this. */
    public void expect(JsonToken expected) {
        if (next() != expected) {
            throw unexpected(expected.text());
        }
    }

    /** Moves to the last token of the value whose first it stands on; of a name, of its value. */
    public void skip() {
        if (token == JsonToken.NAME) {
            next();
        }
        if (token == JsonToken.BEGIN_OBJECT || token == JsonToken.BEGIN_ARRAY) {
            int outside = depth - 1;
            do {
                next();
            } while (depth > outside);
        }
    }

    /** How many objects and arrays the token is in; its own counts. */
    public int depth() {
        return depth;
    }

    /** Where the token begins, as {@code line 1, column 12}; columns are counted in bytes. */
    public String location() {
        return location(tokenStart);
    }

    /** An error at the token: {@code what (line 1, column 12)}. */
    public JsonException error(String what) {
        return new JsonException(what + " (" + location() + ")");
    }

    /** An error that says what was expected in the token's place. */
    public JsonException unexpected(String expected) {
        return error("expected " + expected + ", found " + token.text());
    }

    private JsonToken afterValue() {
        if (depth == 0) {
            if (position < end) {
                throw malformed("there is more after the value");
            }
            return JsonToken.END;
        }
        boolean object = inObject();
        int c = current();
        if (c == ',') {
            position++;
            skipSpace();
            tokenStart = position;
            return object ? name() : value();
        }
        if (c == (object ? '}' : ']')) {
            return close(object ? JsonToken.END_OBJECT : JsonToken.END_ARRAY);
        }
        throw malformed(object ? "expected ',' or '}'" : "expected ',' or ']'");
    }

    private JsonToken name() {
        if (current() != '"') {
            throw malformed("expected a name in double quotes");
        }
        scanString();
        skipSpace();
        if (current() != ':') {
            throw malformed("expected ':'");
        }
        position++;
        state = State.VALUE;
        return JsonToken.NAME;
    }

    private JsonToken value() {
        int c = current();
        switch (c) {
            case '{' -> {
                open(true);
                return JsonToken.BEGIN_OBJECT;
            }
            case '[' -> {
                open(false);
                return JsonToken.BEGIN_ARRAY;
            }
            default -> state = State.AFTER_VALUE;
        }
        return switch (c) {
            case '"' -> {
                scanString();
                yield JsonToken.STRING;
            }
            case 't' -> word("true", JsonToken.TRUE);
            case 'f' -> word("false", JsonToken.FALSE);
            case 'n' -> word("null", JsonToken.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw malformed("expected a value");
        };
    }

    private void scanString() {
        position = text.scan(position + 1);
        if (text.problem() != null) {
            throw malformed(text.problem());
        }
    }

    private JsonToken word(String word, JsonToken token) {
        for (int i = 0; i < word.length(); i++) {
            if (current() != word.charAt(i)) {
                throw malformed("expected " + word);
            }
            position++;
        }
        return token;
    }

    private JsonToken number() {
        integer = true;
        if (current() == '-') {
            position++;
        }
        if (current() == '0') {
            position++;
        } else {
            digits();
        }
        if (current() == '.') {
            integer = false;
            position++;
            digits();
        }
        if (current() == 'e' || current() == 'E') {
            integer = false;
            position++;
            if (current() == '+' || current() == '-') {
                position++;
            }
            digits();
        }
        numberEnd = position;
        if (numberEnd - tokenStart > MAX_NUMBER_LENGTH) {
            position = tokenStart;
            throw malformed("the number has more than " + MAX_NUMBER_LENGTH + " characters");
        }
        return JsonToken.NUMBER;
    }

    private void digits() {
        int first = position;
        while (position < end && array[position] >= '0' && array[position] <= '9') {
            position++;
        }
        if (position == first) {
            throw malformed("expected a digit");
        }
    }

    private void open(boolean object) {
        if (depth == maxDepth) {
            throw malformed("objects and arrays are nested more than " + maxDepth + " deep");
        }
        int word = depth >> 6;
        if (word == objects.length) {
            objects = java.util.Arrays.copyOf(objects, word + 2);
        }
        if (object) {
            objects[word] |= 1L << depth;
        } else {
            objects[word] &= ~(1L << depth);
        }
        depth++;
        position++;
        state = object ? State.FIRST_NAME : State.FIRST_ELEMENT;
    }

    private JsonToken close(JsonToken closed) {
        depth--;
        position++;
        state = State.AFTER_VALUE;
        return closed;
    }

    private boolean inObject() {
        int level = depth - 1;
        return (objects[level >> 6] >> level & 1) != 0;
    }

    /** The byte at the position; -1 at the end. */
    private int current() {
        return position < end ? array[position] & 0xff : -1;
    }

    private void skipSpace() {
        while (position < end) {
            byte c = array[position];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            position++;
        }
    }

    private JsonException malformed(String what) {
        String where = position >= end ? "at the end" : location(position);
        return new JsonException("not JSON: " + what + " (" + where + ")");
    }

    private String location(int at) {
        int line = 1;
        int lineStart = start;
        for (int i = start; i < at; i++) {
            if (array[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return "line " + line + ", column " + (at - lineStart + 1);
    }

    /** The rest as it was given, for messages in tests and debuggers. */
    @Override
    public String toString() {
        return token
                + " at "
                + location()
                + ": "
                + new String(array, position, end - position, UTF_8);
    }
}
