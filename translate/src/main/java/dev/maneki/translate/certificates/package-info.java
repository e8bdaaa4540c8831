/**
 * Whether PEM text is a usable certificate, key or bundle of trust anchors, so that a listener or a
 * backend that cannot work is refused with a reason, and not found out by the first handshake.
 *
 * <p>Start at {@link dev.maneki.translate.certificates.Certificates}. Text goes in and out: no TLS
 * engine enters, and no key ever stands in a message.
 */
@NullMarked
package dev.maneki.translate.certificates;

import org.jspecify.annotations.NullMarked;
