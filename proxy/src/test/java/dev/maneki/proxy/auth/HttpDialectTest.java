package dev.maneki.proxy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Filter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked by HTTP, and what comes of the answer. */
class HttpDialectTest {
    private static HttpDialect dialect(
            String prefix, List<String> requestFields, List<String> responseFields) {
        return HttpDialect.of(new Filter.AuthDialect.Http(prefix, requestFields, responseFields));
    }

    private static HeaderFields fields(String... each) {
        HeaderFields fields = new HeaderFields();
        for (int i = 0; i < each.length; i += 2) {
            fields.add(FieldName.of(each[i]), each[i + 1]);
        }
        return fields;
    }

    @Test
    void aQuestionIsTheRequestWithoutMostOfIt() {
        RequestHead request = new RequestHead();
        request.method("POST");
        request.secure(true);
        request.host().set("shop.example");
        request.port(8443);
        request.path().set("/a");
        request.query().set("b");
        request.hasQuery(true);
        request.upgrade("websocket");
        request.contentLength(99);
        request.fields()
                .copyFrom(
                        fields(
                                "Content-Length",
                                "99",
                                "Authorization",
                                "x",
                                "Cookie",
                                "c",
                                "Expect",
                                "100-continue",
                                "X-Other",
                                "o"));
        RequestHead question = new RequestHead();
        dialect("/p", List.of("COOKIE", "Expect", "Content-Length", "Host"), List.of())
                .ask(request, 7, question);
        assertThat(question).hasToString("POST https://shop.example:8443/p/a?b");
        assertThat(question.fields())
                .hasToString("authorization: x\ncookie: c\ncontent-length: 7\n");
        assertThat(question.contentLength()).isEqualTo(7);
        assertThat(question.upgrade()).isEmpty();
    }

    @Test
    void optionsForTheWholeServerHasNoPathToPutAnythingBefore() {
        RequestHead request = new RequestHead();
        request.path().set("*");
        RequestHead question = new RequestHead();
        dialect("/p", List.of(), List.of()).ask(request, 0, question);
        assertThat(question.path()).hasToString("/p");
        dialect("", List.of(), List.of()).ask(request, 0, question);
        assertThat(question.path()).hasToString("*");
    }

    @Test
    void allFieldsOfTheAnswerComeInButThoseOfItsBody() {
        HeaderFields request = fields("content-type", "application/json", "x-user", "admin");
        dialect("", List.of(), List.of())
                .take(
                        fields(
                                "Content-Type",
                                "text/html",
                                "Content-Encoding",
                                "gzip",
                                "X-User",
                                "alice",
                                "Host",
                                "evil",
                                "Date",
                                "now"),
                        request);
        assertThat(request)
                .hasToString("content-type: application/json\nx-user: alice\ndate: now\n");
    }

    @Test
    void whatIsListedIsTheServersEvenWhereItSaysNothing() {
        HeaderFields request =
                fields("content-type", "a/b", "x-user", "admin", "x-role", "root", "x-own", "1");
        dialect("", List.of(), List.of("X-User", "X-Role", "Content-Type", "Host"))
                .take(fields("X-User", "alice", "Content-Type", "c/d", "X-Own", "2"), request);
        assertThat(request).hasToString("x-own: 1\nx-user: alice\ncontent-type: c/d\n");
    }
}
