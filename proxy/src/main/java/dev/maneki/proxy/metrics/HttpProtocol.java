package dev.maneki.proxy.metrics;

/** What a client speaks, as a label's value. */
public enum HttpProtocol {
    HTTP_1_0("HTTP/1.0"),
    HTTP_1_1("HTTP/1.1"),
    HTTP_2("HTTP/2");

    private final String label;

    HttpProtocol(String label) {
        this.label = label;
    }

    /** As metrics and records write it: {@code HTTP/1.1}. */
    public String label() {
        return label;
    }

    /** The protocol of that label; {@link #HTTP_1_1} for any text that is none. */
    public static HttpProtocol of(String label) {
        return switch (label) {
            case "HTTP/2" -> HTTP_2;
            case "HTTP/1.0" -> HTTP_1_0;
            default -> HTTP_1_1;
        };
    }
}
