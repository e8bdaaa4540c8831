package dev.maneki.connect.netty.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;

/** What a client is told whose message is refused before anybody was handed it. */
final class ErrorResponse {
    private ErrorResponse() {}

    static ByteBuf of(ByteBufAllocator allocator, BadMessageException bad) {
        String body = bad.what() + '\n';
        return ByteBufUtil.writeAscii(
                allocator,
                "HTTP/1.1 "
                        + bad.status()
                        + ' '
                        + HttpResponseStatus.valueOf(bad.status()).reasonPhrase()
                        + "\r\ncontent-type: text/plain\r\nconnection: close\r\ncontent-length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body);
    }
}
