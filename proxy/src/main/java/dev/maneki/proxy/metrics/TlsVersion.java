package dev.maneki.proxy.metrics;

/** How a connection is protected, as a label's value. */
public enum TlsVersion {
    /** Not at all. */
    NONE("none"),
    TLS_1_2("TLSv1.2"),
    TLS_1_3("TLSv1.3");

    private final String label;

    TlsVersion(String label) {
        this.label = label;
    }

    /** As metrics and records write it. */
    public String label() {
        return label;
    }

    /** The version of that name; {@link #NONE} for the empty text or an unknown one. */
    public static TlsVersion of(String name) {
        return switch (name) {
            case "TLSv1.3" -> TLS_1_3;
            case "TLSv1.2" -> TLS_1_2;
            default -> NONE;
        };
    }
}
