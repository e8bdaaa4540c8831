/**
 * Services that tools expect of a server: gRPC health and reflection. What is generated from their
 * .proto files is in the packages below.
 */
@NullMarked
package dev.maneki.connect.services;

import org.jspecify.annotations.NullMarked;
