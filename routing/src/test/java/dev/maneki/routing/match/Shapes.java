package dev.maneki.routing.match;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Port;
import dev.maneki.routing.model.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Ports with many routes, and for each route a request that it serves. */
enum Shapes {
    HOSTS(
            i -> Models.route("r" + i, "host" + i + ".example.com", Models.prefix("/")),
            i -> browser(Requests.get("host" + i + ".example.com", "/index.html"))),
    WILDCARDS(
            i -> Models.route("r" + i, "*.host" + i + ".example.com", Models.prefix("/")),
            i -> browser(Requests.get("www.host" + i + ".example.com", "/index.html"))),
    PATHS(
            i -> Models.route("r" + i, "", Models.prefix("/service" + i + "/v1")),
            i -> browser(Requests.get("example.com", "/service" + i + "/v1/items?page=2"))),
    EXACT_PATHS(
            i -> Models.route("r" + i, "", Models.exact("/service" + i + "/items")),
            i -> browser(Requests.get("example.com", "/service" + i + "/items"))),
    HEADERS(
            i -> Models.route("r" + i, "", Models.prefix("/", Models.is("tenant", "t" + i))),
            i -> browser(Requests.get("example.com", "/items", "Tenant", "t" + i))),
    HEADER_NAMES(
            i -> Models.route("r" + i, "", Models.prefix("/", Models.is("tenant-" + i, "on"))),
            i -> browser(Requests.get("example.com", "/items", "Tenant-" + i, "on"))),
    PARAMETERS(
            i ->
                    Models.route(
                            "r" + i,
                            "",
                            Models.query(Models.prefix("/"), Models.is("id", "t" + i))),
            i -> browser(Requests.get("example.com", "/items?page=2&id=t" + i)));

    private final IntFunction<Route> route;
    private final IntFunction<RequestHead> request;

    Shapes(IntFunction<Route> route, IntFunction<RequestHead> request) {
        this.route = route;
        this.request = request;
    }

    /** The routes are numbered with as many digits each, so that names are as long. */
    Port port(int routes) {
        List<Route> all = new ArrayList<>();
        for (int i = 0; i < routes; i++) {
            all.add(route(i));
        }
        return port(all);
    }

    Port port(List<Route> routes) {
        return Models.port(Models.listener("l", "", routes));
    }

    Route route(int number) {
        return route.apply(10_000 + number);
    }

    RequestHead request(int number) {
        return request.apply(10_000 + number);
    }

    private static RequestHead browser(RequestHead head) {
        String[] fields = {
            "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language", "en-GB,en;q=0.5",
            "Accept-Encoding", "gzip, deflate, br, zstd",
            "Cookie", "session=0123456789abcdef; theme=dark"
        };
        for (int i = 0; i < fields.length; i += 2) {
            head.fields().add(FieldName.of(fields[i]), fields[i + 1]);
        }
        return head;
    }
}
