package dev.maneki.routing.model;

/**
 * A port of a Service.
 *
 * @param port the Service's port number
 */
public record ServicePort(String namespace, String service, int port) {}
