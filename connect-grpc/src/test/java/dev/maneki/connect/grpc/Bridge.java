package dev.maneki.connect.grpc;

import com.google.protobuf.ByteString;
import dev.maneki.connect.Client;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.Router;
import dev.maneki.connect.inprocess.InProcessTransport;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.testing.integration.Messages.Payload;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import java.net.URI;

/** Both ends in one process, with the whole protocol between them. */
final class Bridge {
    private Bridge() {}

    static ConnectChannel channel(Protocol protocol, BindableService service) {
        return channel(protocol, service.bindService());
    }

    static ConnectChannel channel(Protocol protocol, ServerServiceDefinition service) {
        return ConnectChannel.of(client(protocol, service).build());
    }

    static Client.Builder client(Protocol protocol, ServerServiceDefinition service) {
        Router router = Router.builder().service(GrpcServices.service(service)).build();
        return Client.builder(new InProcessTransport(router), URI.create("http://test"))
                .protocol(protocol);
    }

    static SimpleRequest request(String text) {
        return SimpleRequest.newBuilder()
                .setPayload(Payload.newBuilder().setBody(ByteString.copyFromUtf8(text)))
                .build();
    }

    static SimpleResponse response(String text) {
        return SimpleResponse.newBuilder().setUsername(text).build();
    }
}
