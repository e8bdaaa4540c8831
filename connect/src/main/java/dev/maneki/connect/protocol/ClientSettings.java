package dev.maneki.connect.protocol;

/**
 * What a protocol must know of the side that calls.
 *
 * @param maxMessageBytes the longest message that is read, as it comes
 * @param get whether the call may be made by HTTP GET: Connect, unary, without side effects
 * @param maxGetBytes the longest path and query of a GET; a longer one goes by POST
 * @param userAgent the field's value; empty for none
 */
public record ClientSettings(int maxMessageBytes, boolean get, int maxGetBytes, String userAgent) {}
