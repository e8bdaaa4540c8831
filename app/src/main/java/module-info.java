/** The command line and the process: it wires the rooms and holds no logic of theirs. */
module dev.maneki.app {
    requires static org.jspecify;
    requires dev.maneki.proxy;
    requires dev.maneki.resources;
    requires dev.maneki.routing;
    requires dev.maneki.translate;
    requires info.picocli;
    requires io.netty.buffer;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.transport;
    requires tools.jackson.core;
    requires java.net.http;
    requires jdk.httpserver;
    requires jdk.unsupported;

    opens dev.maneki.app.cli to
            info.picocli;
}
