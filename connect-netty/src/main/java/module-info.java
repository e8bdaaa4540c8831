/** Connect's transports on Netty: a server and a client for HTTP/1.1, HTTP/2 and HTTP/3. */
module dev.maneki.connect.netty {
    requires static transitive org.jspecify;
    requires transitive dev.maneki.connect;
    requires transitive io.netty.handler;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.classes.quic;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;
    requires io.netty.codec.http3;
    requires io.netty.common;
    requires io.netty.resolver;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;

    exports dev.maneki.connect.netty;
}
