package dev.maneki.proxy.auth;

/** Bytes that are not the message that they should be; the message says what is wrong with them. */
final class ProtoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProtoException(String message) {
        // A stranger's bytes cause it, as often as they like: a stack trace would say nothing.
        super(message, null, false, false);
    }
}
