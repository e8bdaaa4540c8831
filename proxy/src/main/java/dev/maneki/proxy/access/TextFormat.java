package dev.maneki.proxy.access;

import dev.maneki.proxy.Reason;
import dev.maneki.routing.message.ByteSequence;

/**
 * One line for a person at a console:
 *
 * <pre>{@code
 * 2026-01-31T12:00:00.123456Z 200 GET https://shop.example/cart?x=1 HTTP/2 10.0.0.7 -> \
 *     shop/cart#0 shop/cart:8080 10.0.0.9:8080 5120B 1.234ms
 * }</pre>
 *
 * What is not known is {@code -}. Not to be parsed: that is what JSON lines are for.
 */
public final class TextFormat implements AccessFormat {
    private final Timestamp time = new Timestamp();

    @Override
    public void encode(AccessRecord record, LineBuffer out) {
        time.micros(out, record.startMicros);
        out.put((byte) ' ');
        if (record.status > 0) {
            out.number(record.status);
        } else {
            out.put((byte) '-');
        }
        target(record, out);
        word(out, record.protocol);
        if (record.client.length() > 0) {
            out.put((byte) ' ');
            bytes(out, record.client, JsonFormat.TEXT_LIMIT);
        } else {
            word(out, record.connection.text);
        }
        out.ascii(" ->");
        word(out, record.route.text);
        if (record.backend != Labels.NONE) {
            word(out, record.backend.text);
            word(out, record.endpoint.text);
        }
        out.put((byte) ' ');
        out.number(record.responseBytes);
        out.ascii("B ");
        out.number(record.durationMicros / 1000);
        out.put((byte) '.');
        out.padded(Math.max(0, record.durationMicros) % 1000, 3);
        out.ascii("ms");
        ending(record, out);
        out.put((byte) '\n');
    }

    private static void target(AccessRecord record, LineBuffer out) {
        if (record.method.isEmpty()) {
            out.ascii(" -");
            return;
        }
        word(out, record.method);
        out.ascii(record.secure ? " https://" : " http://");
        bytes(out, record.host, JsonFormat.TEXT_LIMIT);
        if (record.port >= 0) {
            out.put((byte) ':');
            out.number(record.port);
        }
        bytes(out, record.path, JsonFormat.TARGET_LIMIT);
        if (record.query.length() > 0) {
            out.put((byte) '?');
            bytes(out, record.query, JsonFormat.TARGET_LIMIT);
        }
    }

    private static void ending(AccessRecord record, LineBuffer out) {
        if (record.grpcStatus >= 0) {
            out.ascii(" grpc=");
            out.number(record.grpcStatus);
        }
        if (record.tries > 1) {
            out.ascii(" tries=");
            out.number(record.tries);
        }
        if (record.reason != Reason.NONE) {
            word(out, record.reason.label());
        }
        if (!record.detail.isEmpty()) {
            out.ascii(" (");
            out.escaped(record.detail, JsonFormat.TEXT_LIMIT);
            out.put((byte) ')');
        }
    }

    private static void bytes(LineBuffer out, ByteSequence value, int limit) {
        out.escaped(value.array(), 0, value.length(), limit);
    }

    private static void word(LineBuffer out, byte[] word) {
        out.put((byte) ' ');
        if (word.length == 0) {
            out.put((byte) '-');
        } else {
            out.put(word);
        }
    }

    private static void word(LineBuffer out, String word) {
        out.put((byte) ' ');
        if (word.isEmpty()) {
            out.put((byte) '-');
        } else {
            out.escaped(word, JsonFormat.TEXT_LIMIT);
        }
    }
}
