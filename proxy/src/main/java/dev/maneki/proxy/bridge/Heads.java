package dev.maneki.proxy.bridge;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;

/** The gateway's heads as the protocols have them, and back. */
final class Heads {
    /** RFC 9110 section 5.6.2, without capitals, which HTTP/2 has not. */
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = 0; c < TOKEN.length; c++) {
            TOKEN[c] =
                    c >= 'a' && c <= 'z'
                            || c >= '0' && c <= '9'
                            || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }
    }

    private Heads() {}

    /** Fields as metadata: names in lower case, values as they are. */
    static Metadata metadata(HeaderFields fields) {
        Metadata metadata = new Metadata();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.live(i)) {
                metadata.append(KnownFields.name(fields, i), KnownFields.value(fields, i));
            }
        }
        return metadata;
    }

    /**
     * Adds metadata to fields. What no field may hold is left out: metadata may come from a body,
     * as the trailers of Connect and gRPC-Web do, where no HTTP parser has looked at it.
     */
    static void add(Metadata metadata, HeaderFields fields) {
        for (int i = 0; i < metadata.size(); i++) {
            if (!token(metadata.nameAt(i)) || !fieldValue(metadata.valueAt(i))) {
                continue;
            }
            add(metadata.nameAt(i), metadata.valueAt(i), fields);
        }
    }

    /** Writes both where they are to stay: no array of their own. */
    @SuppressWarnings("deprecation") // their low bytes are all there is, as was looked at before
    private static void add(String name, String value, HeaderFields fields) {
        int start = fields.reserve(name.length() + value.length());
        int middle = start + name.length();
        int end = middle + value.length();
        byte[] bytes = fields.array();
        name.getBytes(0, name.length(), bytes, start);
        value.getBytes(0, value.length(), bytes, middle);
        fields.commit(end - start);
        fields.addSpan(start, middle, middle, end, FieldName.hash(bytes, start, middle));
    }

    private static boolean token(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= TOKEN.length || !TOKEN[c]) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** RFC 9110 section 5.5, without obs-text beyond what one octet holds. */
    private static boolean fieldValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f || c > 0xff) {
                return false;
            }
        }
        return true;
    }

    /** A request as a server transport would have read it. */
    static HttpRequest request(RequestHead head, String protocol) {
        Metadata fields = metadata(head.fields());
        fields.remove("expect"); // Between the client and us: it is answered here.
        return new HttpRequest(
                head.method(),
                head.secure() ? "https" : "http",
                head.host().toString(),
                head.path().toString(),
                head.hasQuery() ? head.query().toString() : "",
                fields,
                switch (protocol) {
                    case "HTTP/1.0" -> HttpVersion.HTTP_1_0;
                    case "HTTP/1.1" -> HttpVersion.HTTP_1_1;
                    case "HTTP/3" -> HttpVersion.HTTP_3;
                    default -> HttpVersion.HTTP_2;
                });
    }

    /** The head of a call: the client's target, with another method and other fields. */
    static RequestHead call(RequestHead original, HttpRequest request) {
        RequestHead head = new RequestHead();
        head.copyTargetFrom(original);
        head.method(request.method());
        head.hasQuery(!request.query().isEmpty());
        head.query().set(request.query());
        head.contentLength(-1);
        head.expectsContinue(false);
        HeaderFields fields = head.fields();
        add(request.fields(), fields);
        // The connection's own, which its protocol writes.
        head.acceptsTrailers(fields.remove(FieldNames.TE) > 0);
        int length = fields.find(FieldNames.CONTENT_LENGTH);
        if (length >= 0) {
            head.contentLength(Long.parseLong(fields.value(length)));
        }
        return head;
    }

    /** Whether a field of that name is there. */
    static boolean has(HeaderFields fields, String name) {
        return fields.contains(FieldName.of(name));
    }
}
