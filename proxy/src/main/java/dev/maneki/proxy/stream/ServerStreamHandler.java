package dev.maneki.proxy.stream;

import dev.maneki.proxy.Reason;
import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What a protocol's server side tells the exchange of one request, after its head. Event loop only.
 */
public interface ServerStreamHandler {
    /** Makes the exchange for a stream whose request head is complete and valid. */
    interface Factory {
        /**
         * Called once a request.
         *
         * @param requestEnded whether there is no body: then {@code onEnd} is not called
         */
        ServerStreamHandler open(ServerStream stream, boolean requestEnded);

        /**
         * Records a request that never became a stream, since its head was refused: the protocol
         * has answered it by itself.
         *
         * @param status that was answered, 0 if none could be
         * @param detail what was wrong, for the access record
         */
        void refused(ServerConnection connection, Reason reason, int status, String detail);
    }

    /** Body bytes; the buffer changes owner. */
    void onData(ByteBuf data);

    /** The request has ended, perhaps with trailers (valid during the call). */
    void onEnd(@Nullable HeaderFields trailers);

    /** The client broke off or broke the protocol: the stream is no more. */
    void onReset(StreamFault fault);

    /** {@link ServerStream#writable()} is true again. */
    void onWritable();

    /**
     * The response's last byte has been handed to the socket: the stream is done, the request head
     * may be reused.
     */
    void onFinished();
}
