package dev.maneki.proxy.auth;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Filter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is asked by HTTP, and what of the answer comes into the request. Immutable.
 *
 * @param pathPrefix put before the request's path
 * @param shown fields of the request that the server is shown
 * @param taken fields of the answer that come into the request
 */
record HttpDialect(byte[] pathPrefix, NameSet shown, NameSet taken) {
    /**
     * They say what the answer's own body is. In a request they would say it of the request's body,
     * so they come in only where a route names them.
     */
    private static final Set<FieldName> OF_THE_BODY =
            Stream.of(
                            "content-type",
                            "content-encoding",
                            "content-language",
                            "content-location",
                            "content-range")
                    .map(FieldName::of)
                    .collect(Collectors.toUnmodifiableSet());

    static HttpDialect of(Filter.AuthDialect.Http http) {
        return new HttpDialect(
                http.pathPrefix().getBytes(StandardCharsets.ISO_8859_1),
                NameSet.only(
                        Stream.concat(
                                        Stream.of(FieldNames.AUTHORIZATION.toString()),
                                        http.requestFields().stream())
                                .toList()),
                NameSet.orAll(http.responseFields()));
    }

    /** Writes the question about {@code request} with a body of {@code length} bytes. */
    void ask(RequestHead request, int length, RequestHead question) {
        question.clear();
        question.method(request.method());
        question.secure(request.secure());
        question.host().set(request.host());
        question.port(request.port());
        question.path().set(pathPrefix, 0, pathPrefix.length);
        if (pathPrefix.length == 0 || request.path().at(0) == '/') { // OPTIONS * has no path.
            question.path().append(request.path().array(), 0, request.path().length());
        }
        question.hasQuery(request.hasQuery());
        if (request.hasQuery()) {
            question.query().set(request.query());
        }
        HeaderFields from = request.fields();
        HeaderFields to = question.fields();
        for (int i = 0; i < from.size(); i++) {
            if (from.live(i) && shown.contains(from, i) && mayPass(from, i)) {
                copy(from, i, to);
            }
        }
        to.add(FieldNames.CONTENT_LENGTH, Integer.toString(length));
        question.contentLength(length);
    }

    /**
     * Makes the answer's fields the request's. A name that the route lists is taken out of the
     * request even if the answer lacks it: else a client could say itself what the server leaves
     * unsaid.
     */
    void take(HeaderFields answer, HeaderFields request) {
        if (!taken.all()) {
            for (FieldName name : taken.names()) {
                if (FieldChange.mayChange(name)) {
                    request.remove(name);
                }
            }
        }
        List<FieldChange> changes =
                IntStream.range(0, answer.size())
                        .filter(i -> answer.live(i) && taken.contains(answer, i))
                        .mapToObj(i -> change(answer, i))
                        .filter(change -> FieldChange.mayChange(change.name()))
                        .filter(change -> !taken.all() || !OF_THE_BODY.contains(change.name()))
                        .toList();
        FieldChange.apply(changes, request);
    }

    private static FieldChange change(HeaderFields fields, int i) {
        return new FieldChange(
                FieldName.of(fields.name(i)),
                fields.value(i).getBytes(StandardCharsets.ISO_8859_1),
                FieldChange.Action.OVERWRITE);
    }

    private static boolean mayPass(HeaderFields fields, int i) {
        return FieldChange.mayChange(FieldName.of(fields.name(i)));
    }

    private static void copy(HeaderFields from, int i, HeaderFields to) {
        byte[] bytes = from.array();
        to.add(
                bytes,
                from.nameStart(i),
                from.nameEnd(i),
                bytes,
                from.valueStart(i),
                from.valueEnd(i));
    }
}
