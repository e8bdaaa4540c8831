package dev.maneki.connect.servlet;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.Peer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a servlet request says before its body. */
final class RequestHead {
    /** Servlet 6.1, section 3.9. */
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private static final Set<String> OF_CONNECTION =
            Set.of(
                    "connection",
                    "expect",
                    "host",
                    "http2-settings",
                    "keep-alive",
                    "proxy-connection",
                    "transfer-encoding",
                    "upgrade");

    private RequestHead() {}

    static HttpRequest of(HttpServletRequest request) {
        String query = request.getQueryString();
        return new HttpRequest(
                request.getMethod(),
                request.getScheme(),
                authority(request),
                path(request),
                query == null ? "" : query,
                fields(request),
                version(request.getProtocol()));
    }

    /** Whether a field is for the connection, which is the container's. */
    static boolean ofConnection(String lowerCaseName) {
        return OF_CONNECTION.contains(lowerCaseName);
    }

    /** Servlet 6.1, section 3.8: the name as the request line or the container has it. */
    static HttpVersion version(String protocol) {
        return switch (protocol) {
            case "HTTP/1.0" -> HttpVersion.HTTP_1_0;
            case "HTTP/2.0", "HTTP/2" -> HttpVersion.HTTP_2;
            case "HTTP/3.0", "HTTP/3" -> HttpVersion.HTTP_3;
            default -> HttpVersion.HTTP_1_1;
        };
    }

    private static String authority(HttpServletRequest request) {
        String host = request.getHeader("host");
        return host == null ? request.getServerName() + ':' + request.getServerPort() : host;
    }

    private static String path(HttpServletRequest request) {
        boolean mapped = request.getHttpServletMapping().getMappingMatch() == MappingMatch.PATH;
        return path(
                request.getRequestURI(),
                request.getContextPath(),
                mapped ? request.getServletPath() : "",
                request.getPathInfo());
    }

    /**
     * What follows the context's and the servlet's own path, percent-encoded.
     *
     * @param servletPath decoded, as the container has it; empty if it is a part of the rest
     * @param pathInfo decoded; what is left if the path before is encoded unusually
     */
    static String path(
            String uri, String contextPath, String servletPath, @Nullable String pathInfo) {
        String before = contextPath + servletPath;
        if (uri.startsWith(before) && uri.startsWith("/", before.length())) {
            return uri.substring(before.length());
        }
        return pathInfo == null ? uri : pathInfo;
    }

    private static Metadata fields(HttpServletRequest request) {
        Metadata fields = new Metadata();
        Enumeration<String> names = request.getHeaderNames();
        while (names.hasMoreElements()) {
            String name = names.nextElement();
            String lowerCase = name.toLowerCase(Locale.ROOT);
            if (!ofConnection(lowerCase)) {
                Enumeration<String> values = request.getHeaders(name);
                while (values.hasMoreElements()) {
                    fields.append(lowerCase, values.nextElement());
                }
            }
        }
        return fields.freeze();
    }

    static Peer peer(HttpServletRequest request) {
        Object certificates = request.getAttribute(CERTIFICATES);
        return new Peer(
                address(request.getRemoteAddr(), request.getRemotePort()),
                certificates instanceof X509Certificate[] chain ? List.of(chain) : List.of());
    }

    /** A literal's address; null for what is none, such as a path of a Unix domain socket. */
    static @Nullable InetSocketAddress address(@Nullable String literal, int port) {
        if (literal == null) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
