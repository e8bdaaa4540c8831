package dev.maneki.connect.server;

import dev.maneki.connect.Cors;
import dev.maneki.connect.ServerCall;
import dev.maneki.connect.codec.Codecs;
import dev.maneki.connect.compress.Compressions;
import dev.maneki.connect.protocol.ServerProtocol;
import dev.maneki.connect.protocol.ServerSettings;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all calls of a router.
 *
 * @param settings what of it the protocols must know
 * @param maxMessageBytes the longest message that is read, decompressed
 * @param compressMinBytes the shortest message that is compressed
 * @param maxTimeoutNanos the longest time a call may take; {@link Long#MAX_VALUE} for ever
 * @param cors null where pages of other origins may not call
 * @param halfDuplexOverHttp1 whether bidirectional streams are served over HTTP/1.1, their
 *     responses after their requests
 * @param executor runs handlers that block
 * @param onError told of what handlers throw that is no {@code ConnectException}
 */
public record ServerOptions(
        List<ServerProtocol> protocols,
        Codecs codecs,
        Compressions compressions,
        ServerSettings settings,
        int maxMessageBytes,
        int compressMinBytes,
        long maxTimeoutNanos,
        @Nullable Cors cors,
        boolean halfDuplexOverHttp1,
        Executor executor,
        BiConsumer<ServerCall, Throwable> onError) {}
