package dev.maneki.routing.model;

/**
 * Names a backend: a port of a Service.
 *
 * @param namespace of the Service
 * @param service the Service's name
 * @param port the Service's port number
 * @param variant empty, or what tells it from the same Service port reached in another way: a
 *     Gateway's client certificate makes another backend of it
 */
public record BackendId(String namespace, String service, int port, String variant) {
    /** {@code namespace/service:port}. */
    @Override
    public String toString() {
        return namespace + "/" + service + ":" + port;
    }
}
