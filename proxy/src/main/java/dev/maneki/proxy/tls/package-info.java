/**
 * TLS on both sides.
 *
 * <p>Towards clients start at {@link dev.maneki.proxy.tls.PortTls}: it finds the listener that a
 * ClientHello is for, whose {@link dev.maneki.proxy.tls.ListenerContexts} holds the certificates.
 * Towards backends start at {@link dev.maneki.proxy.tls.BackendTlsContexts}. Certificates and keys
 * come as PEM text ({@link dev.maneki.proxy.tls.Pem}); where they were stored is unknown here.
 *
 * <p>BoringSSL does the work where its native library loads, the JDK elsewhere.
 */
@NullMarked
package dev.maneki.proxy.tls;

import org.jspecify.annotations.NullMarked;
