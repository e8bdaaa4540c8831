package dev.maneki.connect.http;

import dev.maneki.connect.Metadata;

/**
 * A request's head.
 *
 * @param method as {@code POST}
 * @param scheme {@code http} or {@code https}
 * @param authority host and port, as the Host field has them
 * @param path as sent, percent-encoded, from its first slash, without the query
 * @param query as sent, percent-encoded, without the question mark; empty if there is none
 * @param fields names in lower case, without pseudo-fields, Host and what belongs to the connection
 */
public record HttpRequest(
        String method,
        String scheme,
        String authority,
        String path,
        String query,
        Metadata fields,
        HttpVersion version) {}
