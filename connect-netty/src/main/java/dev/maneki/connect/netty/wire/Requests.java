package dev.maneki.connect.netty.wire;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;

/** Makes requests of their parts. */
public final class Requests {
    private Requests() {}

    /** Takes a target apart into path and query. */
    public static HttpRequest of(
            String method,
            String scheme,
            String authority,
            String target,
            Metadata fields,
            HttpVersion version) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        return new HttpRequest(method, scheme, authority, path, query, fields, version);
    }

    /** Puts a target together again. */
    public static String target(HttpRequest request) {
        return request.query().isEmpty() ? request.path() : request.path() + '?' + request.query();
    }
}
