package dev.maneki.connect.netty.http1;

import dev.maneki.connect.http.HttpRequest;

/**
 * A request's head, with what it says of its body and its connection.
 *
 * @param bodyBytes -1 if it comes in chunks
 * @param keepAlive whether the client wants to send another
 */
record RequestHead(
        HttpRequest request, long bodyBytes, boolean keepAlive, boolean expectsContinue) {}
