package dev.maneki.resources.kinds;

/** Kubernetes' {@code Protocol}. */
public enum TransportProtocol {
    TCP,
    UDP,
    SCTP
}
