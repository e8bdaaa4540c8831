/** Services that tools expect of a server: gRPC health and reflection. */
module dev.maneki.connect.services {
    requires static transitive org.jspecify;
    requires transitive dev.maneki.connect;

    exports dev.maneki.connect.services;
    exports dev.maneki.connect.services.health.v1;
    exports dev.maneki.connect.services.reflection.v1;
    exports dev.maneki.connect.services.reflection.v1alpha;
}
