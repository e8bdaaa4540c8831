package dev.maneki.connect.http;

import dev.maneki.connect.Metadata;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/**
 * One request that a client transport sends, and where its response comes from.
 *
 * <p>Data may be sent at once, before there is a connection: the transport keeps it, and says by
 * {@link #writable()} when it has enough. All of it only on {@link #executor()}, but for what says
 * otherwise.
 */
public interface HttpClientStream {
    /** Where all events of this stream happen, one after the other. Any thread. */
    Executor executor();

    /** Sends body bytes; the array changes owner. */
    void sendData(byte[] array, int offset, int length, boolean end);

    /** Puts what was sent on its way. */
    void flush();

    /** Ends the interest in all of it: RST_STREAM(CANCEL), or closing. No event follows. */
    void cancel();

    /** Whether more can be sent without piling up. */
    boolean writable();

    /** Holds the server back; {@code onData} stops soon. */
    void pause();

    /** Goes on. */
    void resume();

    /** Who is told of the response. Called on the stream's executor. */
    interface Handler {
        /**
         * The head of the final response (1xx are swallowed).
         *
         * @param fields names in lower case, to be kept if wanted
         * @param end whether neither body nor trailers follow; {@code onEnd} is then not called
         */
        void onHead(int status, Metadata fields, boolean end);

        /** Body bytes, valid during the call. */
        void onData(ByteBuffer data);

        /** The response is whole. */
        void onEnd(Metadata trailers);

        /** It is not, and nothing more comes: last event. */
        void onReset(StreamReset reset);

        /** More can be sent. */
        void onWritable();
    }
}
