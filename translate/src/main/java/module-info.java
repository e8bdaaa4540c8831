/** Pure functions from a snapshot of resources to a routing model and a status report. */
module dev.maneki.translate {
    requires static transitive org.jspecify;
    requires transitive dev.maneki.resources;
    requires transitive dev.maneki.routing;

    exports dev.maneki.translate;
    exports dev.maneki.translate.status;
}
