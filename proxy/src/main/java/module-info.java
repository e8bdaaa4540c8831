/** The data plane on Netty: listeners, HTTP, TLS, filters, upstream pools, access records. */
module dev.maneki.proxy {
    requires static transitive org.jspecify;
    requires transitive dev.maneki.routing;
    requires dev.maneki.connect;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.dns;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.resolver;
    requires io.netty.resolver.dns;
    requires io.netty.tcnative.classes.openssl;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires java.management;
    requires jdk.management;

    exports dev.maneki.proxy;
    exports dev.maneki.proxy.access;
    exports dev.maneki.proxy.bridge to
            dev.maneki.app;
    exports dev.maneki.proxy.metrics;
}
