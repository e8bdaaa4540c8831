/**
 * The resources that configure Maneki: reading them from YAML and JSON, checking them as an API
 * server would, and an indexed snapshot that never changes.
 *
 * <p>The way of a file: {@code yaml} cuts it into documents and makes nodes with places, {@code
 * schema} decodes nodes into the records of {@code kinds} and checks every limit of the API, {@code
 * folder} does so for a tree of files again and again and keeps the last good version of what is
 * refused, {@code snapshot} indexes what is in force. What is wrong on the way is a {@link
 * dev.maneki.resources.Finding}.
 *
 * <p>Start reading at {@link dev.maneki.resources.Finding}, then {@code kinds.HTTPRoute}. No policy
 * enters here: nothing decides what a resource means for traffic.
 */
@NullMarked
package dev.maneki.resources;

import org.jspecify.annotations.NullMarked;
