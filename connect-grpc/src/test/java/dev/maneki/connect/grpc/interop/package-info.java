/**
 * grpc-java's own interoperability suite, with this library on one end or on both. Each pair of
 * ends is one class; what it leaves out of the suite it says why.
 */
package dev.maneki.connect.grpc.interop;
