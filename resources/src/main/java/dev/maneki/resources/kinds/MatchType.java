package dev.maneki.resources.kinds;

/** How a header, a query parameter or a gRPC method is compared. */
public enum MatchType {
    EXACT("Exact"),
    REGULAR_EXPRESSION("RegularExpression");

    private final String text;

    MatchType(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
