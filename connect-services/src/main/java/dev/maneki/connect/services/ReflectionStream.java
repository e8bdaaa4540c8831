package dev.maneki.connect.services;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.maneki.connect.Code;
import dev.maneki.connect.services.reflection.v1.ErrorResponse;
import dev.maneki.connect.services.reflection.v1.ExtensionNumberResponse;
import dev.maneki.connect.services.reflection.v1.ExtensionRequest;
import dev.maneki.connect.services.reflection.v1.FileDescriptorResponse;
import dev.maneki.connect.services.reflection.v1.ListServiceResponse;
import dev.maneki.connect.services.reflection.v1.ServerReflectionRequest;
import dev.maneki.connect.services.reflection.v1.ServerReflectionResponse;
import dev.maneki.connect.services.reflection.v1.ServiceResponse;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The questions of one caller: files that it has had are not sent again as what others import. What
 * cannot be answered is an answer too; the stream goes on. Not thread-safe.
 */
final class ReflectionStream {
    private final DescriptorIndex index;
    private final Set<String> sent = new HashSet<>();

    ReflectionStream(DescriptorIndex index) {
        this.index = index;
    }

    ServerReflectionResponse answer(ServerReflectionRequest request) {
        ServerReflectionResponse.Builder response =
                ServerReflectionResponse.newBuilder()
                        .setValidHost(request.getHost())
                        .setOriginalRequest(request);
        switch (request.getMessageRequestCase()) {
            case FILE_BY_FILENAME ->
                    file(
                            response,
                            index.file(request.getFileByFilename()),
                            "file " + request.getFileByFilename());
            case FILE_CONTAINING_SYMBOL ->
                    file(
                            response,
                            index.symbol(request.getFileContainingSymbol()),
                            "symbol " + request.getFileContainingSymbol());
            case FILE_CONTAINING_EXTENSION -> {
                ExtensionRequest asked = request.getFileContainingExtension();
                file(
                        response,
                        index.extension(asked.getContainingType(), asked.getExtensionNumber()),
                        "extension "
                                + asked.getExtensionNumber()
                                + " of "
                                + asked.getContainingType());
            }
            case ALL_EXTENSION_NUMBERS_OF_TYPE ->
                    extensions(response, request.getAllExtensionNumbersOfType());
            case LIST_SERVICES -> {
                ListServiceResponse.Builder list = ListServiceResponse.newBuilder();
                for (String name : index.services()) {
                    list.addService(ServiceResponse.newBuilder().setName(name));
                }
                response.setListServicesResponse(list);
            }
            case MESSAGEREQUEST_NOT_SET ->
                    error(response, Code.INVALID_ARGUMENT, "the request asks for nothing");
        }
        return response.build();
    }

    private void file(
            ServerReflectionResponse.Builder response,
            @Nullable FileDescriptor found,
            String what) {
        if (found == null) {
            error(response, Code.NOT_FOUND, "there is no " + what);
            return;
        }
        FileDescriptorResponse.Builder files = FileDescriptorResponse.newBuilder();
        files.addFileDescriptorProto(found.toProto().toByteString()); // whether had or not
        sent.add(found.getName());
        ArrayDeque<FileDescriptor> importing = new ArrayDeque<>();
        importing.add(found);
        while (!importing.isEmpty()) {
            for (FileDescriptor imported : importing.remove().getDependencies()) {
                if (sent.add(imported.getName())) {
                    files.addFileDescriptorProto(imported.toProto().toByteString());
                    importing.add(imported);
                }
            }
        }
        response.setFileDescriptorResponse(files);
    }

    private void extensions(ServerReflectionResponse.Builder response, String type) {
        Collection<Integer> numbers = index.extensionNumbers(type);
        if (numbers == null) {
            error(response, Code.NOT_FOUND, "there is no message " + type);
            return;
        }
        response.setAllExtensionNumbersResponse(
                ExtensionNumberResponse.newBuilder()
                        .setBaseTypeName(type)
                        .addAllExtensionNumber(numbers));
    }

    private static void error(
            ServerReflectionResponse.Builder response, Code code, String message) {
        response.setErrorResponse(
                ErrorResponse.newBuilder().setErrorCode(code.number()).setErrorMessage(message));
    }
}
