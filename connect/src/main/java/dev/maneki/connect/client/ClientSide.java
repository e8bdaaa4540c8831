package dev.maneki.connect.client;

import dev.maneki.connect.ClientInterceptor;
import dev.maneki.connect.codec.Codec;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.compress.Compressions;
import dev.maneki.connect.http.HttpClientTransport;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.protocol.ClientProtocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all calls of a client.
 *
 * @param target where calls go; without a path
 * @param prefix what goes before the paths of methods, empty or as {@code /api}
 * @param sendCompression by which requests are compressed; null for not at all
 * @param acceptCompressions what responses may be compressed by
 * @param compressMinBytes the shortest message that is compressed
 * @param maxMessageBytes the longest message that is read, decompressed
 * @param timeoutNanos how long a call may take that says nothing else; {@link Long#MAX_VALUE} for
 *     ever
 * @param useGet whether methods without side effects are called by GET, where the protocol can
 * @param maxGetBytes the longest path and query of a GET
 */
public record ClientSide(
        HttpClientTransport transport,
        ClientProtocol protocol,
        HttpRequest target,
        String prefix,
        Codec codec,
        @Nullable Compression sendCompression,
        Compressions acceptCompressions,
        int compressMinBytes,
        int maxMessageBytes,
        long timeoutNanos,
        boolean useGet,
        int maxGetBytes,
        String userAgent,
        List<ClientInterceptor> interceptors) {}
