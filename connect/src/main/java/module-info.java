/** Connect, gRPC and gRPC-Web: protocols, codecs, service and client API; no transport. */
module dev.maneki.connect {
    requires static transitive org.jspecify;
    requires transitive com.google.protobuf;

    exports dev.maneki.connect;
    exports dev.maneki.connect.codec;
    exports dev.maneki.connect.compress;
    exports dev.maneki.connect.http;
    exports dev.maneki.connect.inprocess;
    exports dev.maneki.connect.protocol;
    exports dev.maneki.connect.protocol.connect;
    exports dev.maneki.connect.protocol.grpc;
}
