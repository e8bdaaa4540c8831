/**
 * The protoc and buf plugin: from services in .proto files to Java interfaces and clients.
 *
 * <p>A program that reads a {@code CodeGeneratorRequest} from its standard input and writes a
 * {@code CodeGeneratorResponse} to its standard output. Start at {@link
 * dev.maneki.connect.protoc.Generator}. Messages are protoc's own Java; what is written here uses
 * them and {@code dev.maneki.connect}, which need not be on this program's class path.
 */
@NullMarked
package dev.maneki.connect.protoc;

import org.jspecify.annotations.NullMarked;
