/**
 * Services that tools expect of a server: {@link dev.maneki.connect.services.Health} and {@link
 * dev.maneki.connect.services.Reflection}. What is generated from their .proto files is in the
 * packages below; no service that is not a tool's enters.
 */
@NullMarked
package dev.maneki.connect.services;

import org.jspecify.annotations.NullMarked;
