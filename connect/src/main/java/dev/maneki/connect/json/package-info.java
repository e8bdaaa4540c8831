/**
 * JSON over bytes, strict and bounded (RFC 8259).
 *
 * <p>Small enough to be read in one go, so that the library needs no other: Connect's errors are
 * JSON whatever the codec. {@link dev.maneki.connect.json.JsonReader} is pulled, a token at a time;
 * {@link dev.maneki.connect.json.JsonWriter} appends. No tree is built, nothing is bound to
 * classes, and nothing of protobuf enters: what a name means, and whether it may come twice, is the
 * caller's.
 */
@NullMarked
package dev.maneki.connect.json;

import org.jspecify.annotations.NullMarked;
