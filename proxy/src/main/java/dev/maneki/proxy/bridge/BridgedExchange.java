package dev.maneki.proxy.bridge;

import dev.maneki.connect.Code;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerStreamHandler;
import org.jspecify.annotations.Nullable;

/** What a bridge tells the exchange that it stands before. */
public interface BridgedExchange extends ServerStreamHandler {
    /** The head that the client gets goes out now: the last chance to add to it. */
    void onClientHead(ResponseHead head);

    /** How the call ended, as the client is told; null for success. */
    void onCallEnd(@Nullable Code code);

    /**
     * The bridge answers by itself: the request, or what a backend answered, is not of its
     * protocol. Nothing more of either is wanted.
     */
    void onBridgeAnswer(Reason reason, String detail);

    /** A message was longer than it may be. */
    void onMessageTooLong();
}
