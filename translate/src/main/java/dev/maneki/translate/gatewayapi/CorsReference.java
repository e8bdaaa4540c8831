package dev.maneki.translate.gatewayapi;

/** A route's reference to a CorsPolicy; it never leaves the route's namespace. */
record CorsReference(String namespace, String name) {}
