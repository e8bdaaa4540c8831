package dev.maneki.connect.http;

/** Versions of HTTP that carry calls. */
public enum HttpVersion {
    HTTP_1_0("HTTP/1.0"),
    HTTP_1_1("HTTP/1.1"),
    HTTP_2("HTTP/2"),
    HTTP_3("HTTP/3");

    private final String wireName;

    HttpVersion(String wireName) {
        this.wireName = wireName;
    }

    /** As access records have it, {@code HTTP/1.1}. */
    public String wireName() {
        return wireName;
    }

    /** Whether a response can begin while its request goes on, as bidirectional streams need. */
    public boolean fullDuplex() {
        return this == HTTP_2 || this == HTTP_3;
    }
}
