/** The bridge between Connect for Java and grpc-java. */
module dev.maneki.connect.grpc {
    requires static transitive org.jspecify;
    requires transitive dev.maneki.connect;
    requires transitive io.grpc;
    requires io.grpc.protobuf;

    exports dev.maneki.connect.grpc;
}
