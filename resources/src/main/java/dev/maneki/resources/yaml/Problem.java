package dev.maneki.resources.yaml;

/**
 * Text that is not YAML or JSON, or more of it than the limits allow.
 *
 * @param line of the file, from 1
 * @param column from 1
 * @param field path of the map or list it stands in, as far as it is known
 * @param remedy what to write; empty where the message says it
 */
public record Problem(int line, int column, String field, String message, String remedy) {}
