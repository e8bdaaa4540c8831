package dev.maneki.conformance;

import dev.maneki.conformance.v1.ClientCompatRequest;
import dev.maneki.conformance.v1.Codec;
import dev.maneki.connect.Client;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.codec.JsonCodec;
import dev.maneki.connect.codec.ProtoCodec;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.http.HttpClientTransport;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.netty.ClientTls;
import dev.maneki.connect.netty.NettyTransport;
import dev.maneki.connect.netty.NettyTransportBuilder;
import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Clients as the suite's requests describe them; those of one kind share a transport. */
final class Clients implements AutoCloseable {
    private final ConcurrentHashMap<Object, HttpClientTransport> transports =
            new ConcurrentHashMap<>();
    private final Function<ClientCompatRequest, HttpClientTransport> maker;

    /** A server's address, with all that its connections are made by. */
    private record Key(Object version, Object trust, Object credentials) {}

    /**
     * Clients.
     *
     * @param transport {@code netty} or {@code jdk}
     */
    Clients(String transport) {
        maker =
                switch (transport) {
                    case "netty" -> Clients::netty;
                    case "jdk" -> JdkClients::transport;
                    default ->
                            throw new IllegalArgumentException(
                                    "--transport is netty or jdk; got " + transport);
                };
    }

    Client of(ClientCompatRequest request) {
        boolean tls = !request.getServerTlsCert().isEmpty();
        Key key =
                new Key(
                        request.getHttpVersion(),
                        request.getServerTlsCert(),
                        request.getClientTlsCreds());
        HttpClientTransport transport =
                transports.computeIfAbsent(key, absent -> maker.apply(request));
        URI base =
                URI.create(
                        (tls ? "https://" : "http://")
                                + request.getHost()
                                + ":"
                                + request.getPort());
        Client.Builder client =
                Client.builder(transport, base)
                        .protocol(protocol(request))
                        .codec(
                                request.getCodec() == Codec.CODEC_JSON
                                        ? JsonCodec.INSTANCE
                                        : ProtoCodec.INSTANCE)
                        .acceptCompressions(ServerProgram.COMPRESSIONS)
                        .compressMinBytes(0)
                        .useGet(request.getUseGetHttpMethod());
        Compression compression = ServerProgram.COMPRESSIONS.find(compression(request));
        if (compression != null) {
            client.sendCompression(compression);
        }
        if (request.getMessageReceiveLimit() > 0) {
            client.maxMessageBytes(request.getMessageReceiveLimit());
        }
        return client.build();
    }

    private static HttpClientTransport netty(ClientCompatRequest request) {
        HttpVersion version =
                switch (request.getHttpVersion()) {
                    case HTTP_VERSION_2 -> HttpVersion.HTTP_2;
                    case HTTP_VERSION_3 -> HttpVersion.HTTP_3;
                    default -> HttpVersion.HTTP_1_1;
                };
        NettyTransportBuilder transport = NettyTransport.builder().version(version).threads(1);
        if (!request.getServerTlsCert().isEmpty()) {
            ClientTls tls = ClientTls.DEFAULT.trust(request.getServerTlsCert().toStringUtf8());
            if (request.hasClientTlsCreds()) {
                tls =
                        tls.certificate(
                                request.getClientTlsCreds().getCert().toStringUtf8(),
                                request.getClientTlsCreds().getKey().toStringUtf8());
            }
            transport.tls(tls);
        }
        return transport.build();
    }

    private static Protocol protocol(ClientCompatRequest request) {
        return switch (request.getProtocol()) {
            case PROTOCOL_CONNECT -> Protocol.CONNECT;
            case PROTOCOL_GRPC -> Protocol.GRPC;
            case PROTOCOL_GRPC_WEB -> Protocol.GRPC_WEB;
            case PROTOCOL_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException("no protocol: " + request.getTestName());
        };
    }

    private static String compression(ClientCompatRequest request) {
        return switch (request.getCompression()) {
            case COMPRESSION_GZIP -> "gzip";
            case COMPRESSION_BR -> "br";
            case COMPRESSION_ZSTD -> "zstd";
            case COMPRESSION_DEFLATE -> "deflate";
            case COMPRESSION_SNAPPY -> "snappy";
            case COMPRESSION_UNSPECIFIED, COMPRESSION_IDENTITY, UNRECOGNIZED -> "identity";
        };
    }

    @Override
    public void close() {
        transports.values().forEach(HttpClientTransport::close);
    }
}
