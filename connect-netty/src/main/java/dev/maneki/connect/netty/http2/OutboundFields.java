package dev.maneki.connect.netty.http2;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.netty.wire.DateField;
import dev.maneki.connect.netty.wire.Fields;
import dev.maneki.connect.netty.wire.KnownFields;
import dev.maneki.connect.netty.wire.Requests;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A field section to be encoded: names and values in one array, its own iterator and its own entry.
 *
 * <p>It is one of Netty's headers only as far as its encoders look at them.
 */
final class OutboundFields extends DefaultHttp2Headers
        implements Iterator<Map.Entry<CharSequence, CharSequence>>,
                Map.Entry<CharSequence, CharSequence> {
    private static final AsciiString STATUS = AsciiString.cached(":status");
    private static final AsciiString METHOD = AsciiString.cached(":method");
    private static final AsciiString SCHEME = AsciiString.cached(":scheme");
    private static final AsciiString AUTHORITY = AsciiString.cached(":authority");
    private static final AsciiString PATH = AsciiString.cached(":path");
    private static final AsciiString DATE = AsciiString.cached("date");

    private final AsciiString[] pairs;
    private int length;
    private int next;
    private @Nullable AsciiString status;

    private OutboundFields(int pseudoFields, Metadata fields) {
        super(false, false, 2);
        pairs = new AsciiString[2 * (pseudoFields + fields.size())];
    }

    /** A response's head. */
    static OutboundFields response(int status, Metadata fields) {
        boolean dated = fields.has("date");
        OutboundFields head = new OutboundFields(2, fields);
        head.status = HttpResponseStatus.valueOf(status).codeAsText();
        head.put(STATUS, head.status);
        head.put(fields);
        if (!dated) {
            head.put(DATE, DateField.now());
        }
        return head;
    }

    /** A request's head. */
    static OutboundFields request(HttpRequest request) {
        OutboundFields head = new OutboundFields(4, request.fields());
        head.put(METHOD, KnownFields.value(request.method()));
        head.put(SCHEME, KnownFields.value(request.scheme()));
        head.put(AUTHORITY, KnownFields.value(request.authority()));
        head.put(PATH, KnownFields.value(Requests.target(request)));
        head.put(request.fields());
        return head;
    }

    /** Trailers. */
    static OutboundFields trailers(Metadata fields) {
        OutboundFields trailers = new OutboundFields(0, fields);
        trailers.put(fields);
        return trailers;
    }

    private void put(Metadata fields) {
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.nameAt(i);
            if (!Fields.ofConnection(name)) { // RFC 9113, section 8.2.2
                put(KnownFields.name(name), KnownFields.value(fields.valueAt(i)));
            }
        }
    }

    private void put(AsciiString name, AsciiString value) {
        pairs[length++] = name;
        pairs[length++] = value;
    }

    @Override
    public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
        next = -2;
        return this;
    }

    @Override
    public boolean hasNext() {
        return next + 2 < length;
    }

    @Override
    public Map.Entry<CharSequence, CharSequence> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more fields");
        }
        next += 2;
        return this;
    }

    @Override
    public CharSequence getKey() {
        return pairs[next];
    }

    @Override
    public CharSequence getValue() {
        return pairs[next + 1];
    }

    @Override
    public CharSequence setValue(CharSequence value) {
        throw new UnsupportedOperationException("fields to be sent do not change");
    }

    @Override
    public @Nullable CharSequence status() {
        return status;
    }

    @Override
    public int size() {
        return length / 2;
    }

    @Override
    public boolean isEmpty() {
        return length == 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
