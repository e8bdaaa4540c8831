package dev.maneki.connect.protoc;

/** What cannot be generated, in words for whoever wrote the .proto file. */
final class GenerationException extends RuntimeException {
    GenerationException(String message) {
        super(message);
    }
}
