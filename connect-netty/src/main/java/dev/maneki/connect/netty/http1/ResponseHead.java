package dev.maneki.connect.netty.http1;

import dev.maneki.connect.Metadata;

/**
 * A response's head, with what it says of its body and its connection.
 *
 * @param contentLength -1 without the field
 */
record ResponseHead(
        int status, Metadata fields, long contentLength, boolean chunked, boolean keepAlive) {}
