package dev.maneki.connect.services;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Requests;
import dev.maneki.connect.Responses;
import dev.maneki.connect.ServerCall;
import dev.maneki.connect.Service;
import dev.maneki.connect.services.reflection.v1.ServerReflection;
import dev.maneki.connect.services.reflection.v1.ServerReflectionRequest;
import dev.maneki.connect.services.reflection.v1.ServerReflectionResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Shows a server's services and messages to tools that have no .proto files: grpcurl, grpcui,
 * Postman, and gateways. Both versions of the service are there, as many tools know but one.
 *
 * <pre>{@code
 * List<Service> services = List.of(...);
 * Router.Builder router = Router.builder();
 * services.forEach(router::service);
 * Reflection.of(services).forEach(router::service);
 * }</pre>
 *
 * <p>Whoever can reach it learns all that the .proto files say, comments excepted. Source: gRPC,
 * {@code server-reflection.md}.
 */
public final class Reflection {
    private Reflection() {}

    /** The two services that show these, and themselves. */
    public static List<Service> of(Collection<Service> services) {
        List<Service> shown = new ArrayList<>(services);
        shown.add(ServerReflection.service(new ServerReflection() {}));
        shown.add(
                dev.maneki.connect.services.reflection.v1alpha.ServerReflection.service(
                        new dev.maneki.connect.services.reflection.v1alpha.ServerReflection() {}));
        DescriptorIndex index = new DescriptorIndex(shown);
        return List.of(
                ServerReflection.service(new V1(index)),
                dev.maneki.connect.services.reflection.v1alpha.ServerReflection.service(
                        new V1Alpha(index)));
    }

    private record V1(DescriptorIndex index) implements ServerReflection {
        @Override
        public void serverReflectionInfo(
                Requests<ServerReflectionRequest> requests,
                Responses<ServerReflectionResponse> responses,
                ServerCall call) {
            ReflectionStream stream = new ReflectionStream(index);
            for (ServerReflectionRequest request : requests) {
                responses.send(stream.answer(request));
            }
        }
    }

    /** The same messages under another name, so their bytes are the same. */
    private record V1Alpha(DescriptorIndex index)
            implements dev.maneki.connect.services.reflection.v1alpha.ServerReflection {
        @Override
        public void serverReflectionInfo(
                Requests<dev.maneki.connect.services.reflection.v1alpha.ServerReflectionRequest>
                        requests,
                Responses<dev.maneki.connect.services.reflection.v1alpha.ServerReflectionResponse>
                        responses,
                ServerCall call) {
            ReflectionStream stream = new ReflectionStream(index);
            for (var request : requests) {
                try {
                    ServerReflectionResponse response =
                            stream.answer(
                                    ServerReflectionRequest.parseFrom(request.toByteString()));
                    responses.send(
                            dev.maneki.connect.services.reflection.v1alpha.ServerReflectionResponse
                                    .parseFrom(response.toByteString()));
                } catch (InvalidProtocolBufferException e) {
                    throw new ConnectException(
                            Code.INTERNAL, "the versions of reflection differ", e);
                }
            }
        }
    }
}
