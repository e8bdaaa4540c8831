package dev.maneki.connect.protocol.connect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.json.JsonException;
import dev.maneki.connect.json.JsonReader;
import dev.maneki.connect.json.JsonWriter;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ServerSettings;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Strangers' bytes where the protocol reads them: a result or the one error, and nothing else. */
class ConnectFuzzTest {
    private static final ServerSettings SETTINGS =
            new ServerSettings(Set.of("proto", "json"), List.of("gzip"), 1_000, false);

    @FuzzTest
    void anErrorIsReadAgainWhenWritten(byte[] data) {
        ConnectException error;
        try {
            JsonReader json = new JsonReader(data);
            json.next();
            error = ConnectErrorJson.read(json, Code.INTERNAL);
        } catch (JsonException _) {
            return;
        }
        JsonWriter json = new JsonWriter(0, 0);
        ConnectErrorJson.write(json, error);
        JsonReader reader = new JsonReader(json.toByteArray());
        reader.next();
        ConnectException again = ConnectErrorJson.read(reader, Code.ABORTED);
        assertThat(again.code()).isEqualTo(error.code());
        assertThat(again.text()).isEqualTo(error.text());
        assertThat(again.details()).isEqualTo(error.details());
    }

    @FuzzTest
    void anEndIsReadAgainWhenWritten(byte[] data) {
        ResponseEnd end;
        try {
            end = EndStreamJson.read(data, 0, data.length);
        } catch (JsonException _) {
            return;
        }
        Payload json = EndStreamJson.write(end.error(), end.trailers());
        ResponseEnd again = EndStreamJson.read(json.array(), json.offset(), json.length());
        assertThat(again.error() == null).isEqualTo(end.error() == null);
        for (String name : end.trailers().names()) {
            assertThat(again.trailers().all(name)).isEqualTo(end.trailers().all(name));
        }
    }

    @FuzzTest
    void aQueryIsReadOrAnInvalidArgument(byte[] data) {
        HttpRequest request =
                new HttpRequest(
                        "GET",
                        "http",
                        "example.test",
                        "/s/m",
                        new String(data, ISO_8859_1),
                        Metadata.EMPTY,
                        HttpVersion.HTTP_1_1);
        ConnectRequest read = ConnectRequest.read(request, SETTINGS);
        Payload message = Objects.requireNonNull(read.message());
        if (read.refusal() == null) {
            assertThat(message.length()).isLessThanOrEqualTo(1_000);
        }
    }

    /** Two fields, cut at the first line feed: a content type and a timeout. */
    @FuzzTest
    void aHeadIsReadOrRefused(byte[] data) {
        String text = new String(data, UTF_8);
        int cut = Math.max(0, text.indexOf('\n'));
        Metadata fields =
                new Metadata()
                        .append("content-type", text.substring(0, cut))
                        .append("connect-timeout-ms", text.substring(cut))
                        .append("accept-encoding", text);
        HttpRequest request =
                new HttpRequest(
                        "POST", "http", "example.test", "/s/m", "", fields, HttpVersion.HTTP_2);
        if (ConnectRequest.accepts(request)) {
            ConnectRequest read = ConnectRequest.read(request, SETTINGS);
            assertThat(read.contentType().codec()).isNotEmpty().doesNotStartWith("grpc");
            assertThat(read.meta().acceptCompression()).hasSizeLessThanOrEqualTo(33);
        }
    }
}
