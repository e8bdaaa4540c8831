package dev.maneki.proxy.bridge;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.protocol.ServerExchange;
import java.util.Set;

/** The codecs that calls may have. */
final class RequestCodecs {
    static final String PROTO = "proto";
    static final String JSON = "json";

    static final Set<String> NAMES = Set.of(PROTO, JSON);

    /** What a 415 says there is. */
    static final Metadata ACCEPT_POST =
            Metadata.of(
                    "accept-post",
                    "application/proto, application/json, application/connect+proto,"
                            + " application/connect+json");

    private RequestCodecs() {}

    /**
     * Whether the call can go on. gRPC has codecs of anybody's, which its servers judge; but {@code
     * application/} with any other word is not Connect, only because a route serves calls.
     */
    static boolean known(ServerExchange caller) {
        return caller.protocol() != Protocol.CONNECT || NAMES.contains(caller.request().codec());
    }
}
