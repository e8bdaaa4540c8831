package dev.maneki.routing.model;

/**
 * Names a listener.
 *
 * @param namespace of the Gateway
 * @param gateway the Gateway's name
 * @param listener the listener's name within it
 */
public record ListenerId(String namespace, String gateway, String listener) {
    /** {@code namespace/gateway/listener}. */
    @Override
    public String toString() {
        return namespace + "/" + gateway + "/" + listener;
    }
}
