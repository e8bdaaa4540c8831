/** The protoc and buf plugin that writes services and clients. */
module dev.maneki.connect.protoc {
    requires static org.jspecify;
    requires com.google.protobuf;
    requires java.compiler;
}
