package dev.maneki.connect.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import dev.maneki.connect.BidiStream;
import dev.maneki.connect.CallOptions;
import dev.maneki.connect.Client;
import dev.maneki.connect.Code;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.Router;
import dev.maneki.connect.Service;
import dev.maneki.connect.inprocess.InProcessTransport;
import dev.maneki.connect.services.reflection.v1.ExtensionRequest;
import dev.maneki.connect.services.reflection.v1.ServerReflection;
import dev.maneki.connect.services.reflection.v1.ServerReflectionRequest;
import dev.maneki.connect.services.reflection.v1.ServerReflectionResponse;
import dev.maneki.connect.services.reflection.v1.ServiceResponse;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReflectionTest {
    private final ReflectionStream stream =
            new ReflectionStream(new DescriptorIndex(List.of(service("Shop"))));

    /** A service whose file imports one with a message, which a third extends. */
    private static Service service(String name) {
        try {
            FileDescriptor base =
                    file(
                            """
                            name: "base.proto" package: "shop" syntax: "proto2"
                            message_type {
                              name: "Cart"
                              field { name: "size" number: 1 label: LABEL_OPTIONAL type: TYPE_INT32 }
                              nested_type { name: "Line" }
                              enum_type { name: "Kind" value { name: "FULL" number: 0 } }
                              extension_range { start: 100 end: 200 }
                            }
                            """);
            FileDescriptor shop =
                    file(
                            """
                            name: "shop.proto" package: "shop" syntax: "proto2"
                            dependency: "base.proto"
                            extension {
                              name: "color" number: 120 extendee: ".shop.Cart"
                              label: LABEL_OPTIONAL type: TYPE_STRING
                            }
                            extension {
                              name: "age" number: 101 extendee: ".shop.Cart"
                              label: LABEL_OPTIONAL type: TYPE_INT32
                            }
                            service {
                              name: "Shop"
                              method { name: "Buy" input_type: ".shop.Cart" output_type: ".shop.Cart" }
                            }
                            """,
                            base);
            ServiceDescriptor found = shop.findServiceByName(name);
            return Service.builder(found).build();
        } catch (DescriptorValidationException | TextFormat.ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FileDescriptor file(String text, FileDescriptor... imported)
            throws DescriptorValidationException, TextFormat.ParseException {
        return FileDescriptor.buildFrom(
                TextFormat.parse(text, FileDescriptorProto.class), imported);
    }

    private static ServerReflectionRequest symbol(String name) {
        return ServerReflectionRequest.newBuilder().setFileContainingSymbol(name).build();
    }

    private static List<String> files(ServerReflectionResponse response) {
        return response.getFileDescriptorResponse().getFileDescriptorProtoList().stream()
                .map(
                        bytes -> {
                            try {
                                return FileDescriptorProto.parseFrom(bytes).getName();
                            } catch (InvalidProtocolBufferException e) {
                                throw new IllegalStateException(e);
                            }
                        })
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.Shop", "shop.Shop.Buy", "shop.color"})
    void aSymbolLeadsToItsFileAndWhatThatImports(String name) {
        assertThat(files(stream.answer(symbol(name)))).containsExactly("shop.proto", "base.proto");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.Cart", "shop.Cart.size", "shop.Cart.Line", "shop.Cart.Kind"})
    void messagesFieldsAndEnumsAreSymbolsToo(String name) {
        assertThat(files(stream.answer(symbol(name)))).containsExactly("base.proto");
    }

    @Test
    void whatIsImportedIsSentOnceAndWhatIsAskedForAlways() {
        stream.answer(symbol("shop.Shop"));

        assertThat(files(stream.answer(symbol("shop.Shop")))).containsExactly("shop.proto");
        assertThat(
                        files(
                                stream.answer(
                                        ServerReflectionRequest.newBuilder()
                                                .setFileByFilename("base.proto")
                                                .build())))
                .containsExactly("base.proto");
    }

    @Test
    void extensionsAreFoundByNumberAndAllOfThemByType() {
        ServerReflectionRequest one =
                ServerReflectionRequest.newBuilder()
                        .setFileContainingExtension(
                                ExtensionRequest.newBuilder()
                                        .setContainingType("shop.Cart")
                                        .setExtensionNumber(120))
                        .build();
        ServerReflectionRequest all =
                ServerReflectionRequest.newBuilder()
                        .setAllExtensionNumbersOfType("shop.Cart")
                        .build();

        assertThat(files(stream.answer(one))).containsExactly("shop.proto", "base.proto");
        assertThat(stream.answer(all).getAllExtensionNumbersResponse().getExtensionNumberList())
                .containsExactly(101, 120);
        assertThat(
                        stream.answer(
                                        all.toBuilder()
                                                .setAllExtensionNumbersOfType("shop.Cart.Line")
                                                .build())
                                .getAllExtensionNumbersResponse()
                                .getExtensionNumberList())
                .isEmpty();
    }

    @Test
    void whatIsNotThereIsAnAnswer() {
        assertThat(stream.answer(symbol("shop.Nothing")).getErrorResponse().getErrorCode())
                .isEqualTo(Code.NOT_FOUND.number());
        assertThat(
                        stream.answer(ServerReflectionRequest.getDefaultInstance())
                                .getErrorResponse()
                                .getErrorCode())
                .isEqualTo(Code.INVALID_ARGUMENT.number());
    }

    @Test
    void bothVersionsAnswerAndShowThemselves() {
        Router.Builder router = Router.builder();
        Reflection.of(List.of()).forEach(router::service);
        Client client =
                Client.builder(new InProcessTransport(router.build()), URI.create("http://test"))
                        .protocol(Protocol.GRPC)
                        .build();

        try (BidiStream<ServerReflectionRequest, ServerReflectionResponse> stream =
                client.bidiStream(ServerReflection.SERVER_REFLECTION_INFO, CallOptions.DEFAULT)) {
            stream.send(ServerReflectionRequest.newBuilder().setListServices("").build());
            assertThat(stream.next().getListServicesResponse().getServiceList())
                    .extracting(ServiceResponse::getName)
                    .containsExactly(
                            "grpc.reflection.v1.ServerReflection",
                            "grpc.reflection.v1alpha.ServerReflection");
        }
        try (var stream =
                client.bidiStream(
                        dev.maneki.connect.services.reflection.v1alpha.ServerReflection
                                .SERVER_REFLECTION_INFO,
                        CallOptions.DEFAULT)) {
            stream.send(
                    dev.maneki.connect.services.reflection.v1alpha.ServerReflectionRequest
                            .newBuilder()
                            .setFileContainingSymbol("grpc.reflection.v1.ErrorResponse")
                            .build());
            assertThat(stream.next().getFileDescriptorResponse().getFileDescriptorProtoList())
                    .hasSize(1);
        }
    }
}
