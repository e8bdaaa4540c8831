package dev.maneki.app.quickstart;

import dev.maneki.app.output.Json;
import dev.maneki.app.output.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks the quickstart's gateway as a browser or curl would. Safe from any thread. */
final class Visitor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Quickstart quickstart;
    private final HttpClient client;

    Visitor(Quickstart quickstart) throws Exception {
        this.quickstart = quickstart;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(PATIENCE)
                        .sslContext(trusting(quickstart))
                        .build();
    }

    /** Trusts the example's certificate, and no other. */
    private static SSLContext trusting(Quickstart quickstart) throws Exception {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        try (InputStream in = Files.newInputStream(quickstart.folder().resolve("localhost.crt"))) {
            anchors.setCertificateEntry(
                    "example", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    HttpClient client() {
        return client;
    }

    String url(String target) {
        return "http://localhost:" + quickstart.httpPort() + target;
    }

    HttpResponse<String> get(String target, String... header)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(target)));
        if (header.length > 0) {
            request.headers(header);
        }
        return send(request);
    }

    HttpResponse<String> getSecure(String target) throws IOException, InterruptedException {
        URI uri = URI.create("https://localhost:" + quickstart.httpsPort() + target);
        return send(HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_2));
    }

    String body(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url))).body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What the backend saw. */
    static Tree.Fields echo(HttpResponse<String> response) {
        if (response.statusCode() != 200
                || !(Json.parse(response.body()) instanceof Tree.Fields echo)) {
            throw new AssertionError("saw " + response.statusCode() + ": " + response.body());
        }
        return echo;
    }

    /** The name of the backend that answered. */
    static String backend(HttpResponse<String> response) {
        return echo(response).text("backend");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
