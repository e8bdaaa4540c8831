package dev.maneki.proxy.stream;

import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What a protocol's client side tells the exchange of one response. Event loop only. */
public interface ClientStreamHandler {
    /** A 1xx response other than 101; valid during the call. */
    void onInformational(ResponseHead head);

    /**
     * The final response's head, or a 101 to a request that asked for it; valid until the stream
     * has ended.
     *
     * @param end whether no body follows
     */
    void onHead(ResponseHead head, boolean end);

    /** Body bytes; the buffer changes owner. */
    void onData(ByteBuf data);

    /** The response has ended whole, perhaps with trailers (valid during the call). */
    void onEnd(@Nullable HeaderFields trailers);

    /** The backend broke off, or sent what is not a valid response: the stream is no more. */
    void onReset(StreamFault fault);

    /** {@link ClientStream#writable()} is true again. */
    void onWritable();
}
