package dev.maneki.connect.http;

/**
 * Sends requests. Thread-safe. Closing ends what is running ({@link StreamReset.Cause#BROKEN}) and
 * gives back connections and threads.
 */
public interface HttpClientTransport extends AutoCloseable {
    /**
     * Opens a request. Returns at once, never throws: what goes wrong is told by {@link
     * HttpClientStream.Handler#onReset}.
     *
     * <p>Call it from any thread. Events come on the stream's executor, perhaps before this
     * returns; {@link #open}'s caller hops to the executor before it sends.
     *
     * @param end whether there is no body
     */
    HttpClientStream open(HttpRequest request, boolean end, HttpClientStream.Handler handler);

    /** Whether it hands over response trailers: without them there is no gRPC. */
    boolean supportsTrailers();

    /** The version its requests will most likely be sent in. */
    HttpVersion version();

    @Override
    void close();
}
