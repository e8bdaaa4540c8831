/**
 * ProtoJSON: protobuf messages as JSON and back, by their descriptors.
 *
 * <p>Start at {@link dev.maneki.connect.protojson.MessagePrinter} and {@link
 * dev.maneki.connect.protojson.MessageParser}. Source: protobuf.dev, "ProtoJSON Format". The oracle
 * in tests is protobuf's own {@code JsonFormat}, which is not used because it reads through Gson
 * and Guava, and by way of a tree.
 */
@NullMarked
package dev.maneki.connect.protojson;

import org.jspecify.annotations.NullMarked;
