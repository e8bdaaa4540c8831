/**
 * The routing model and its matcher: what the data plane serves, and how a request finds its route.
 */
module dev.maneki.routing {
    requires static transitive org.jspecify;
    requires re2j;

    exports dev.maneki.routing.match;
    exports dev.maneki.routing.message;
    exports dev.maneki.routing.model;
}
