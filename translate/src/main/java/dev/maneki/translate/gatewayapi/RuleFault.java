package dev.maneki.translate.gatewayapi;

/**
 * Why a rule cannot be served as written.
 *
 * @param field path in the route
 */
record RuleFault(String field, String message) {}
