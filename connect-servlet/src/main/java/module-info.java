/** Connect's services as a servlet, for containers of Servlet 6. */
module dev.maneki.connect.servlet {
    requires static transitive org.jspecify;
    requires transitive dev.maneki.connect;
    requires transitive jakarta.servlet;

    exports dev.maneki.connect.servlet;
}
