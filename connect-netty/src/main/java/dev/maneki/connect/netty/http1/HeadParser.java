package dev.maneki.connect.netty.http1;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.netty.wire.Fields;
import dev.maneki.connect.netty.wire.KnownFields;
import dev.maneki.connect.netty.wire.Requests;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the heads that come on one connection, one after the other.
 *
 * <p>A client says nearly the same in each request. So the head before is kept: one that equals it
 * byte for byte is the same request, and a line that equals the one in its place is the same field.
 */
final class HeadParser {
    private final String scheme;
    private HeadBuffer now;
    private HeadBuffer before;
    private String[] names = new String[32];
    private String[] values = new String[32];
    private int known;
    private @Nullable Object last;

    /**
     * @param scheme of the requests, {@code http} or {@code https}
     */
    HeadParser(int limit, boolean requests, String scheme) {
        this.scheme = scheme;
        now = new HeadBuffer(limit, requests);
        before = new HeadBuffer(limit, requests);
    }

    /** Whether a head has begun, and is not whole. */
    boolean started() {
        return now.started();
    }

    /** Takes bytes; null while the request's head is not whole. */
    @Nullable RequestHead request(ByteBuf in) {
        if (!now.take(in)) {
            return null;
        }
        RequestHead head =
                last instanceof RequestHead same && now.sameAs(before) ? same : parseRequest();
        turn(head);
        return head;
    }

    /** Takes bytes; null while the response's head is not whole. */
    @Nullable ResponseHead response(ByteBuf in) {
        if (!now.take(in)) {
            return null;
        }
        ResponseHead head =
                last instanceof ResponseHead same && now.sameAs(before) ? same : parseResponse();
        turn(head);
        return head;
    }

    private void turn(Object head) {
        HeadBuffer parsed = now;
        now = before;
        before = parsed;
        now.clear();
        last = head;
    }

    private RequestHead parseRequest() {
        byte[] bytes = now.bytes();
        int start = now.lineStart(0);
        int end = now.lineEnd(0);
        int methodEnd = indexOf(bytes, start, end);
        int targetEnd = methodEnd < 0 ? -1 : indexOf(bytes, methodEnd + 1, end);
        if (targetEnd < 0) {
            throw new BadMessageException(400, "the request line has not three parts");
        }
        HttpVersion version = version(bytes, targetEnd + 1, end);
        String method = KnownFields.value(bytes, start, methodEnd);
        if (method == null || !Fields.token(method)) {
            throw new BadMessageException(400, "the method is not a token");
        }
        String target =
                new String(
                        bytes,
                        methodEnd + 1,
                        targetEnd - methodEnd - 1,
                        StandardCharsets.ISO_8859_1);
        if (!Fields.target(target)) {
            throw new BadMessageException(400, "the target holds what no target may");
        }
        Framing framing = new Framing(version);
        Metadata fields = fields(1, framing);
        framing.check();
        String authority = framing.host;
        if (authority == null) {
            if (version == HttpVersion.HTTP_1_1) {
                throw new BadMessageException(400, "the Host field is missing");
            }
            authority = "";
        }
        if (target.charAt(0) != '/') {
            int hostStart = target.indexOf("://") + 3;
            if (hostStart > 2 && isHttp(target, hostStart - 3)) { // RFC 9112, section 3.2.2
                int slash = target.indexOf('/', hostStart);
                int query = target.indexOf('?', hostStart);
                int hostEnd = slash >= 0 && (query < 0 || slash < query) ? slash : query;
                authority = target.substring(hostStart, hostEnd < 0 ? target.length() : hostEnd);
                target = hostEnd < 0 ? "/" : target.substring(hostEnd);
                target = target.charAt(0) == '/' ? target : "/" + target;
            } else if (!target.equals("*") || !method.equals("OPTIONS")) {
                throw new BadMessageException(
                        method.equals("CONNECT") ? 501 : 400, "the target is not a path");
            }
        }
        if (!Fields.authority(authority)) {
            throw new BadMessageException(400, "the Host field is not a host");
        }
        HttpRequest request =
                Requests.of(method, scheme, authority, target, fields.freeze(), version);
        return new RequestHead(
                request,
                framing.chunked ? -1 : Math.max(0, framing.contentLength),
                framing.keepAlive(),
                framing.expectsContinue);
    }

    private static boolean isHttp(String target, int end) {
        String scheme = target.substring(0, end).toLowerCase(Locale.ROOT);
        return scheme.equals("http") || scheme.equals("https");
    }

    private ResponseHead parseResponse() {
        byte[] bytes = now.bytes();
        int start = now.lineStart(0);
        int end = now.lineEnd(0);
        int versionEnd = indexOf(bytes, start, end);
        if (versionEnd < 0 || end - versionEnd < 4) {
            throw new BadMessageException(502, "the status line is not one");
        }
        HttpVersion version = version(bytes, start, versionEnd);
        int status = 0;
        for (int i = versionEnd + 1; i < versionEnd + 4; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new BadMessageException(502, "the status is not a number");
            }
            status = status * 10 + digit;
        }
        if (status < 100 || (end > versionEnd + 4 && bytes[versionEnd + 4] != ' ')) {
            throw new BadMessageException(502, "the status is not one");
        }
        Framing framing = new Framing(version);
        Metadata fields = fields(1, framing).freeze();
        framing.check();
        return new ResponseHead(
                status, fields, framing.contentLength, framing.chunked, framing.keepAlive());
    }

    /** The fields of a trailer section, whose lines are all fields. */
    static Metadata trailers(HeadBuffer section) {
        Metadata trailers = new Metadata();
        for (int line = 0; line < section.lines(); line++) {
            FieldLine field = FieldLine.of(section, line);
            if (!Fields.ofConnection(field.name()) && !field.name().equals("content-length")) {
                trailers.append(field.name(), field.value());
            }
        }
        return trailers.freeze();
    }

    private Metadata fields(int from, Framing framing) {
        if (now.lines() > names.length) {
            names = Arrays.copyOf(names, now.lines());
            values = Arrays.copyOf(values, now.lines());
        }
        Metadata fields = new Metadata();
        for (int line = from; line < now.lines(); line++) {
            if (line >= known || !now.sameLine(line, before)) {
                FieldLine field = FieldLine.of(now, line);
                names[line] = field.name();
                values[line] = field.value();
            }
            String name = names[line];
            String value = values[line];
            framing.see(name, value);
            if (!Fields.ofConnection(name)) {
                fields.append(name, value);
            }
        }
        known = now.lines();
        framing.removeNominated(fields);
        return fields;
    }

    private static int indexOf(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    private static HttpVersion version(byte[] bytes, int from, int to) {
        boolean http1 =
                to - from == 8
                        && bytes[from] == 'H'
                        && bytes[from + 1] == 'T'
                        && bytes[from + 2] == 'T'
                        && bytes[from + 3] == 'P'
                        && bytes[from + 4] == '/'
                        && bytes[from + 6] == '.';
        if (!http1 || !digit(bytes[from + 5]) || !digit(bytes[from + 7])) {
            throw new BadMessageException(400, "the version is not one of HTTP");
        }
        if (bytes[from + 5] != '1') {
            throw new BadMessageException(505, "the version is not 1.x");
        }
        return bytes[from + 7] == '0' ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
    }

    private static boolean digit(int octet) {
        return octet >= '0' && octet <= '9';
    }
}
