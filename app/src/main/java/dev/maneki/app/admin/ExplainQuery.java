package dev.maneki.app.admin;

import java.util.List;

/**
 * A request to explain.
 *
 * @param method such as {@code GET}
 * @param url absolute, {@code http} or {@code https}
 * @param headers {@code name: value} each
 * @param clientIp where it comes from; empty for an unknown place
 */
public record ExplainQuery(String method, String url, List<String> headers, String clientIp) {
    /** Copies the list. */
    public ExplainQuery {
        headers = List.copyOf(headers);
    }
}
