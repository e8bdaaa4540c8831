package dev.maneki.connect.protocol.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ServerSettings;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectRequestTest {
    private static final ServerSettings SETTINGS =
            new ServerSettings(Set.of("proto", "json"), List.of("gzip", "deflate"), 100, false);
    private static final ServerSettings STRICT =
            new ServerSettings(Set.of("proto", "json"), List.of("gzip"), 100, true);

    @ParameterizedTest
    @CsvSource({
        "POST,application/proto,true",
        "POST,application/connect+json,true",
        "POST,application/grpc,false",
        "POST,text/html,false",
        "GET,,true",
        "DELETE,application/proto,false"
    })
    void methodAndContentTypeTellTheProtocol(String method, String type, boolean accepted) {
        Metadata fields = type == null ? Metadata.EMPTY : Metadata.of("content-type", type);

        assertThat(ConnectRequest.accepts(request(method, "", fields))).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({
        "content-encoding,gzip,identity",
        "connect-protocol-version,1,1",
        "connect-timeout-ms,1000,2000"
    })
    void aFieldThatIsThereTwiceIsRefusedWhicheverIsMeant(String name, String one, String other) {
        assertThat(post("content-type", "application/proto", name, one).refusal()).isNull();
        assertThat(post("content-type", "application/proto", name, one, name, other).refusal())
                .isNotNull();
    }

    @Test
    void twoContentTypesAreNone() {
        ConnectRequest read =
                post("content-type", "application/proto", "content-type", "application/json");

        assertThat(read.meta().codec()).isEmpty();
    }

    @Test
    void aPostByHandNeedsNothingButAContentType() {
        ConnectRequest read = post("content-type", "application/json");

        assertThat(read.refusal()).isNull();
        assertThat(read.meta())
                .isEqualTo(
                        new RequestMeta(
                                "/s/m",
                                "json",
                                RequestMeta.IDENTITY,
                                List.of(),
                                RequestMeta.NO_TIMEOUT,
                                Metadata.EMPTY));
        assertThat(read.contentLength()).isEqualTo(-1);
        assertThat(read.message()).isNull();
    }

    @Test
    void whatIsTheProtocolsIsNotMetadata() {
        ConnectRequest read =
                post(
                        "content-type", "application/proto",
                        "content-length", "7",
                        "user-agent", "test",
                        "connect-protocol-version", "1",
                        "connect-timeout-ms", "5000",
                        "content-encoding", "gzip",
                        "accept-encoding", "br",
                        "accept-encoding", "deflate, gzip",
                        "connect-future", "x",
                        "a", "1",
                        "a", "2");

        assertThat(read.refusal()).isNull();
        assertThat(read.contentLength()).isEqualTo(7);
        assertThat(read.meta())
                .isEqualTo(
                        new RequestMeta(
                                "/s/m",
                                "proto",
                                "gzip",
                                List.of("gzip", "br", "deflate"),
                                5_000_000_000L,
                                Metadata.of("user-agent", "test", "a", "1", "a", "2")));
    }

    @Test
    void streamsHaveFieldsOfTheirOwn() {
        ConnectRequest read =
                post(
                        "content-type", "application/connect+proto",
                        "accept-encoding", "br",
                        "connect-content-encoding", "deflate",
                        "connect-accept-encoding", "gzip");

        assertThat(read.contentType().streaming()).isTrue();
        assertThat(read.meta().compression()).isEqualTo("deflate");
        assertThat(read.meta().acceptCompression()).containsExactly("deflate", "gzip");
    }

    @Test
    void anUnknownCompressionIsUnimplementedAndTheOthersAreNamed() {
        ConnectRequest read = post("content-type", "application/proto", "content-encoding", "foo");

        assertThat(refusal(read).code()).isEqualTo(Code.UNIMPLEMENTED);
        assertThat(refusal(read).text())
                .isEqualTo("unknown compression \"foo\"; supported are gzip, deflate, identity");
        assertThat(
                        post("content-type", "application/connect+proto", "content-encoding", "foo")
                                .refusal())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "v1", "1.0"})
    void anotherVersionIsRefused(String version) {
        ConnectRequest read =
                post("content-type", "application/proto", "connect-protocol-version", version);

        assertThat(refusal(read).code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void noVersionIsRefusedWhereOneIsAskedFor() {
        HttpRequest without = request("POST", "", Metadata.of("content-type", "application/json"));
        HttpRequest with =
                request(
                        "POST",
                        "",
                        Metadata.of(
                                "content-type",
                                "application/json",
                                "connect-protocol-version",
                                "1"));

        assertThat(refusal(ConnectRequest.read(without, STRICT)).text())
                .isEqualTo("connect-protocol-version must be \"1\"; it is missing");
        assertThat(ConnectRequest.read(with, STRICT).refusal()).isNull();
        assertThat(refusal(get("encoding=json&message=", STRICT)).text())
                .contains("the parameter \"connect\" must be \"v1\"");
        assertThat(get("encoding=json&message=&connect=v1", STRICT).refusal()).isNull();
    }

    @Test
    void aMalformedTimeoutIsRefused() {
        ConnectRequest read =
                post("content-type", "application/proto", "connect-timeout-ms", "12345678901");

        assertThat(refusal(read).code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(read.meta().timeoutNanos()).isEqualTo(RequestMeta.NO_TIMEOUT);
    }

    @Test
    void whatIsAnnouncedTooLongIsRefusedUnread() {
        assertThat(post("content-type", "application/proto", "content-length", "100").refusal())
                .isNull();
        assertThat(
                        refusal(post("content-type", "application/proto", "content-length", "101"))
                                .code())
                .isEqualTo(Code.RESOURCE_EXHAUSTED);
        // A stream may be as long as it likes.
        assertThat(
                        post("content-type", "application/connect+proto", "content-length", "101")
                                .refusal())
                .isNull();
    }

    @Test
    void aGetIsWholeWithItsHead() {
        ConnectRequest read = get("encoding=json&message=%7B%7D&x=y", SETTINGS);

        assertThat(read.refusal()).isNull();
        assertThat(read.contentType().text()).isEqualTo("application/json");
        assertThat(RecordingServerListener.text(message(read))).isEqualTo("{}");
    }

    @Test
    void aGetMayBeCompressed() {
        ConnectRequest read =
                get("encoding=proto&message=AAAA&base64=1&compression=gzip", SETTINGS);

        assertThat(read.meta().compression()).isEqualTo("gzip");
        assertThat(message(read).compressed()).isTrue();
        assertThat(message(get("encoding=proto&message=&compression=gzip", SETTINGS)).compressed())
                .isFalse();
        assertThat(refusal(get("encoding=proto&message=&compression=foo", SETTINGS)).code())
                .isEqualTo(Code.UNIMPLEMENTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "encoding=json",
                "message=%7B%7D",
                "encoding=json&message=%7",
                "encoding=proto&message=*&base64=1",
                "encoding=json&message=%7B%7D&connect=v2",
                "encoding=json&message=%7B%7D&connect=1"
            })
    void aGetWithoutWhatItNeedsIsRefused(String query) {
        assertThat(refusal(get(query, SETTINGS)).code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void aGetThatIsTooLongIsRefused() {
        assertThat(refusal(get("encoding=json&message=" + "a".repeat(101), SETTINGS)).code())
                .isEqualTo(Code.RESOURCE_EXHAUSTED);
    }

    private static ConnectException refusal(ConnectRequest request) {
        return Objects.requireNonNull(request.refusal());
    }

    private static Payload message(ConnectRequest request) {
        return Objects.requireNonNull(request.message());
    }

    private static ConnectRequest post(String... fields) {
        return ConnectRequest.read(request("POST", "", Metadata.of(fields)), SETTINGS);
    }

    private static ConnectRequest get(String query, ServerSettings settings) {
        return ConnectRequest.read(request("GET", query, Metadata.EMPTY), settings);
    }

    private static HttpRequest request(String method, String query, Metadata fields) {
        return new HttpRequest(
                method, "http", "example.test", "/s/m", query, fields, HttpVersion.HTTP_1_1);
    }
}
