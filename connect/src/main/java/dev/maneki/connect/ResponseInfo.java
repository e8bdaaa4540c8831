package dev.maneki.connect;

/**
 * What a server sent beside the messages of a call that ended well.
 *
 * @param metadata before the first message; immutable
 * @param trailers after the last one; immutable
 */
public record ResponseInfo(Metadata metadata, Metadata trailers) {}
