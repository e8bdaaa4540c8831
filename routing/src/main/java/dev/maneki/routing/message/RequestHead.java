package dev.maneki.routing.message;

/**
 * The head of one request, whichever protocol it came by: what the matcher reads, filters change
 * and the upstream protocol writes.
 *
 * <p>Hop-by-hop fields are not in {@link #fields()}: the protocol that decoded the head has taken
 * them out (RFC 9110 section 7.6.1), and {@code Host} too, which is {@link #host()} and {@link
 * #port()}. {@code Content-Length} stays as a field, checked. Reused from request to request; not
 * thread-safe.
 */
public final class RequestHead {
    private String method = "GET";
    private boolean secure;
    private final ByteSequence path = new ByteSequence(256);
    private final ByteSequence query = new ByteSequence(128);
    private boolean hasQuery;
    private final ByteSequence host = new ByteSequence(64);
    private int port = -1;
    private String upgrade = "";
    private long contentLength = -1;
    private boolean expectsContinue;
    private boolean acceptsTrailers;
    private final HeaderFields fields = new HeaderFields();

    /** Back to an empty GET, keeping the room. */
    public void clear() {
        method = "GET";
        secure = false;
        path.clear();
        query.clear();
        hasQuery = false;
        host.clear();
        port = -1;
        upgrade = "";
        contentLength = -1;
        expectsContinue = false;
        acceptsTrailers = false;
        fields.clear();
    }

    /** Everything of {@code other}, dead fields left out. */
    public void copyFrom(RequestHead other) {
        copyTargetFrom(other);
        fields.copyFrom(other.fields);
    }

    /** Replaces all but the fields by what {@code other} has: for who writes fields of its own. */
    public void copyTargetFrom(RequestHead other) {
        method = other.method;
        secure = other.secure;
        path.set(other.path);
        query.set(other.query);
        hasQuery = other.hasQuery;
        host.set(other.host);
        port = other.port;
        upgrade = other.upgrade;
        contentLength = other.contentLength;
        expectsContinue = other.expectsContinue;
        acceptsTrailers = other.acceptsTrailers;
    }

    /**
     * The method as sent; methods are case-sensitive (RFC 9110 section 9.1). Known ones are one
     * shared string each.
     */
    public String method() {
        return method;
    }

    /** Sets the method. */
    public void method(String newMethod) {
        method = newMethod;
    }

    /** Whether the scheme is {@code https}: the request came over TLS. */
    public boolean secure() {
        return secure;
    }

    /** Sets the scheme. */
    public void secure(boolean overTls) {
        secure = overTls;
    }

    /**
     * The normalised path without the query, starting with {@code /}; {@code *} for {@code OPTIONS
     * *}.
     */
    public ByteSequence path() {
        return path;
    }

    /** The query without its {@code ?}, as sent; meaningful only if {@link #hasQuery()}. */
    public ByteSequence query() {
        return query;
    }

    /** Whether the target had a {@code ?}, be the query empty. */
    public boolean hasQuery() {
        return hasQuery;
    }

    /** Says whether there is a query. */
    public void hasQuery(boolean present) {
        hasQuery = present;
    }

    /**
     * The host in lower case, without port and trailing dot; an IPv6 address with its brackets;
     * empty if none came.
     */
    public ByteSequence host() {
        return host;
    }

    /** The port that stood in the authority, or -1. */
    public int port() {
        return port;
    }

    /** Sets the authority's port, -1 for none. */
    public void port(int newPort) {
        port = newPort;
    }

    /**
     * The protocol that the client asks to switch to, in lower case ({@code websocket}); empty for
     * an ordinary request. From {@code Upgrade} with {@code Connection: upgrade} (RFC 9110 section
     * 7.8) or {@code :protocol} (RFC 8441).
     */
    public String upgrade() {
        return upgrade;
    }

    /** Sets the protocol to switch to, empty for none. */
    public void upgrade(String protocol) {
        upgrade = protocol;
    }

    /** The body's length by {@code Content-Length}, or -1 where it is not known ahead. */
    public long contentLength() {
        return contentLength;
    }

    /** Sets the body's length; the field itself is the caller's. */
    public void contentLength(long bytes) {
        contentLength = bytes;
    }

    /**
     * Whether {@code Expect: 100-continue} came (RFC 9110 section 10.1.1); the field stays among
     * the fields.
     */
    public boolean expectsContinue() {
        return expectsContinue;
    }

    /** Says that the client waits for 100. */
    public void expectsContinue(boolean waits) {
        expectsContinue = waits;
    }

    /** Whether {@code TE: trailers} came (RFC 9110 section 10.1.4): the client takes trailers. */
    public boolean acceptsTrailers() {
        return acceptsTrailers;
    }

    /** Says that the client takes trailers. */
    public void acceptsTrailers(boolean accepts) {
        acceptsTrailers = accepts;
    }

    /** The end-to-end fields. */
    public HeaderFields fields() {
        return fields;
    }

    /** {@code METHOD scheme://host:port/path?query}, for messages and tests. */
    @Override
    public String toString() {
        return method
                + (secure ? " https://" : " http://")
                + host
                + (port < 0 ? "" : ":" + port)
                + path
                + (hasQuery ? "?" + query : "");
    }
}
