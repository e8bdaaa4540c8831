package dev.maneki.connect.netty.http2;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.netty.wire.Fields;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field section as HPACK or QPACK decodes it, kept as {@link Metadata}. Refuses what RFC 9113
 * (section 8.2) calls malformed; the codec makes a stream error of the exception.
 *
 * <p>It is one of Netty's headers only as far as its codecs look at them.
 */
public final class InboundFields extends DefaultHttp2Headers {
    private final Metadata fields = new Metadata();
    private @Nullable String method;
    private @Nullable String scheme;
    private @Nullable String authority;
    private @Nullable String path;
    private @Nullable String host;
    private @Nullable AsciiString status;
    private @Nullable String contentLength;
    private int pseudoFields;

    /** Empty. */
    public InboundFields() {
        super(false, false, 2);
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        AsciiString octets = AsciiString.of(name);
        AsciiString text = AsciiString.of(value);
        if (octets.isEmpty()) {
            throw new IllegalArgumentException("a field's name is empty");
        }
        checkValue(octets, text);
        if (octets.byteAt(0) == ':') {
            addPseudo(octets.toString(), text);
            return this;
        }
        checkName(octets);
        String lowerCaseName = octets.toString();
        if (Fields.ofConnection(lowerCaseName)) {
            if (lowerCaseName.equals("host")) {
                host = once(lowerCaseName, host, text);
            }
            return this; // The codec refuses those it must (RFC 9113, section 8.2.2).
        }
        String content = text.toString();
        if (lowerCaseName.equals("content-length")) {
            contentLength = once(lowerCaseName, contentLength, text);
        }
        fields.append(lowerCaseName, content);
        return this;
    }

    private void addPseudo(String name, AsciiString value) {
        pseudoFields++;
        switch (name) {
            case ":method" -> method = once(name, method, value);
            case ":scheme" -> scheme = once(name, scheme, value);
            case ":authority" -> authority = once(name, authority, value);
            case ":path" -> path = once(name, path, value);
            case ":status" -> {
                once(name, status == null ? null : status.toString(), value);
                status = value;
            }
            default -> throw new IllegalArgumentException("unknown pseudo-field " + name);
        }
    }

    private static String once(String name, @Nullable String before, AsciiString value) {
        if (before != null) {
            throw new IllegalArgumentException("there are two fields " + name);
        }
        return value.toString();
    }

    private static void checkName(AsciiString name) {
        byte[] bytes = name.array();
        int end = name.arrayOffset() + name.length();
        for (int i = name.arrayOffset(); i < end; i++) {
            int octet = bytes[i];
            if (!Fields.token(octet) || octet >= 'A' && octet <= 'Z') {
                throw new IllegalArgumentException("a field's name is not a token in lower case");
            }
        }
    }

    private static void checkValue(AsciiString name, AsciiString value) {
        byte[] bytes = value.array();
        int end = value.arrayOffset() + value.length();
        for (int i = value.arrayOffset(); i < end; i++) {
            if (!Fields.value(bytes[i])) {
                throw new IllegalArgumentException(
                        "the value of " + name + " holds a control character");
            }
        }
    }

    /** The fields that are not pseudo-fields, nor the connection's. */
    public Metadata fields() {
        return fields;
    }

    @Override
    public @Nullable CharSequence method() {
        return method;
    }

    @Override
    public @Nullable CharSequence scheme() {
        return scheme;
    }

    @Override
    public @Nullable CharSequence authority() {
        return authority;
    }

    @Override
    public @Nullable CharSequence path() {
        return path;
    }

    @Override
    public @Nullable CharSequence status() {
        return status;
    }

    /** The method, empty if none came. */
    public String methodText() {
        return method == null ? "" : method;
    }

    /** The scheme, empty if none came. */
    public String schemeText() {
        return scheme == null ? "" : scheme;
    }

    /** The path with its query, empty if none came. */
    public String pathText() {
        return path == null ? "" : path;
    }

    /** The authority, or the Host field where there is none; null if the two differ. */
    public @Nullable String authorityText() {
        if (authority == null) {
            return host == null ? "" : host;
        }
        return host == null || host.equalsIgnoreCase(authority) ? authority : null;
    }

    /** The status; -1 if none came, or it is not one. */
    public int statusCode() {
        if (status == null || status.length() != 3) {
            return -1;
        }
        int code = 0;
        for (int i = 0; i < 3; i++) {
            int digit = status.byteAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            code = code * 10 + digit;
        }
        return code < 100 ? -1 : code;
    }

    /** Whether there are pseudo-fields, which trailers may not have. */
    public boolean hasPseudoFields() {
        return pseudoFields > 0;
    }

    @Override
    public List<CharSequence> getAll(CharSequence name) {
        boolean asked = contentLength != null && AsciiString.contentEquals(name, "content-length");
        return asked ? List.of(contentLength) : List.of();
    }

    @Override
    public Http2Headers setLong(CharSequence name, long value) {
        return this; // The codec writes back the length it has understood: the same.
    }

    @Override
    public boolean contains(CharSequence name) {
        return false;
    }

    @Override
    public int size() {
        return fields.size() + pseudoFields;
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
        // The codec looks for pseudo-fields in trailers.
        return hasPseudoFields()
                ? List.of(Map.<CharSequence, CharSequence>entry(":path", "")).iterator()
                : List.<Map.Entry<CharSequence, CharSequence>>of().iterator();
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
