package dev.maneki.proxy.http1;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a run of bytes with the codec alone, in pieces as one likes, and tells in text what it saw:
 * for comparing one reading with another.
 */
final class Reading {
    /** One message. */
    record Message(String start, List<String> fields, StringBuilder body, List<String> trailers) {}

    final List<Message> messages = new ArrayList<>();
    @Nullable Refusal refusal;
    boolean complete = true;

    private final BodyDecoder body = new BodyDecoder(false);
    private @Nullable Message current;
    private boolean inBody;

    /** Requests, cut before each of the offsets. */
    static Reading requests(byte[] bytes, int... cuts) {
        RequestHead head = new RequestHead();
        RequestParser parser = new RequestParser(head);
        RequestRules rules = new RequestRules();
        Reading reading = new Reading();
        parser.begin(head, Limits.DEFAULT);
        reading.feed(
                bytes,
                cuts,
                in -> {
                    int verdict = parser.read(in);
                    reading.complete = !parser.started();
                    if (verdict == HeadParser.REFUSED) {
                        reading.refusal = parser.refusal();
                    } else if (verdict == HeadParser.DONE) {
                        reading.refusal = rules.apply(head, parser, false);
                        if (reading.refusal == null) {
                            reading.start(
                                    head.method() + " " + (parser.http11() ? "1.1" : "1.0"),
                                    head.fields());
                            reading.frame(rules.chunked(), head.contentLength());
                        }
                        parser.begin(head, Limits.DEFAULT);
                    }
                });
        return reading;
    }

    /** Responses to GET, cut before each of the offsets. */
    static Reading responses(byte[] bytes, int... cuts) {
        ResponseHead head = new ResponseHead();
        ResponseParser parser = new ResponseParser(head);
        ResponseRules rules = new ResponseRules();
        Reading reading = new Reading();
        parser.begin(head, Limits.DEFAULT);
        reading.feed(
                bytes,
                cuts,
                in -> {
                    int verdict = parser.read(in);
                    reading.complete = !parser.started();
                    if (verdict == HeadParser.REFUSED) {
                        reading.refusal = parser.refusal();
                    } else if (verdict == HeadParser.DONE) {
                        reading.refusal = rules.apply(head, parser.http11(), false, "");
                        if (reading.refusal == null) {
                            reading.start(Integer.toString(head.status()), head.fields());
                            switch (rules.framing()) {
                                case NONE -> reading.frame(false, 0);
                                case LENGTH -> reading.frame(false, head.contentLength());
                                case CHUNKED -> reading.frame(true, -1);
                                case UNTIL_CLOSE -> reading.frame(false, Long.MAX_VALUE);
                            }
                        }
                        parser.begin(head, Limits.DEFAULT);
                    }
                });
        return reading;
    }

    private interface Heads {
        void read(ByteBuf in);
    }

    private void feed(byte[] bytes, int[] cuts, Heads heads) {
        int from = 0;
        for (int i = 0; i <= cuts.length && refusal == null; i++) {
            int to = i == cuts.length ? bytes.length : cuts[i];
            ByteBuf in = Unpooled.wrappedBuffer(bytes, from, to - from);
            from = to;
            while (in.isReadable() && refusal == null) {
                if (inBody) {
                    readBody(in);
                } else {
                    heads.read(in);
                }
            }
        }
        if (inBody) {
            complete = false;
        }
    }

    private void start(String line, HeaderFields fields) {
        current = new Message(line, list(fields), new StringBuilder(), new ArrayList<>());
        messages.add(current);
        complete = true;
    }

    private void frame(boolean chunked, long length) {
        if (chunked) {
            body.beginChunked(16_384, 128);
            inBody = true;
        } else if (length > 0) {
            body.beginLength(length);
            inBody = true;
        }
    }

    private void readBody(ByteBuf in) {
        Message message = java.util.Objects.requireNonNull(current);
        while (true) {
            switch (body.advance(in)) {
                case BodyDecoder.MORE -> {
                    return;
                }
                case BodyDecoder.DATA -> {
                    message.body.append(
                            in.readCharSequence(body.available(), StandardCharsets.ISO_8859_1));
                    if (body.complete()) {
                        inBody = false;
                        return;
                    }
                }
                case BodyDecoder.REFUSED -> {
                    refusal = body.refusal();
                    return;
                }
                default -> {
                    HeaderFields trailers = body.trailers();
                    if (trailers != null) {
                        message.trailers.addAll(list(trailers));
                    }
                    inBody = false;
                    return;
                }
            }
        }
    }

    private static List<String> list(HeaderFields fields) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.live(i)) {
                all.add(fields.name(i).toLowerCase(Locale.ROOT) + ": " + fields.value(i));
            }
        }
        return all;
    }

    /** Everything, but why it was refused: what is wrong first depends on how much has come. */
    @Override
    public String toString() {
        return messages + (refusal != null ? " refused" : complete ? " complete" : " incomplete");
    }
}
