/** Connect's client transport over the JDK's own HTTP client. */
module dev.maneki.connect.jdk {
    requires static transitive org.jspecify;
    requires transitive dev.maneki.connect;
    requires transitive java.net.http;

    exports dev.maneki.connect.jdk;
}
