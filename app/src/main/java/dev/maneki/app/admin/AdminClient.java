package dev.maneki.app.admin;

import dev.maneki.app.output.Json;
import dev.maneki.app.output.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks a running gateway's admin address.
 *
 * @param address {@code host:port}
 */
public record AdminClient(String address) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    /**
     * The resources that the filter lets through.
     *
     * @throws IOException if there is no answer
     * @throws IllegalArgumentException if the gateway does not take the question
     */
    public Tree.Fields status(StatusFilter filter) throws IOException {
        return get(
                "/status?kind="
                        + encoded(filter.kind())
                        + "&namespace="
                        + encoded(filter.namespace())
                        + "&name="
                        + encoded(filter.name()));
    }

    /**
     * What would become of a request.
     *
     * @throws IOException if there is no answer
     * @throws IllegalArgumentException if the gateway does not take the question
     */
    public Tree.Fields explain(ExplainQuery query) throws IOException {
        StringBuilder target =
                new StringBuilder("/explain?method=")
                        .append(encoded(query.method()))
                        .append("&url=")
                        .append(encoded(query.url()))
                        .append("&client-ip=")
                        .append(encoded(query.clientIp()));
        query.headers().forEach(header -> target.append("&header=").append(encoded(header)));
        return get(target.toString());
    }

    // HttpURLConnection and not java.net.http: it is loaded in a tenth of the time.
    private Tree.Fields get(String target) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection)
                        URI.create("http://" + address + target)
                                .toURL()
                                .openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        connection.setReadTimeout((int) READ_TIMEOUT.toMillis());
        try {
            int status = connection.getResponseCode();
            InputStream body =
                    status < 400 ? connection.getInputStream() : connection.getErrorStream();
            String text =
                    body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            if (status != 200 && status != 400) {
                throw new IOException("answered " + status + ": " + text.strip());
            }
            if (!(Json.parse(text) instanceof Tree.Fields answer)) {
                throw new IOException("answered something that is not Maneki's");
            }
            if (status == 400) {
                throw new IllegalArgumentException(answer.text("error"));
            }
            return answer;
        } finally {
            connection.disconnect();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
