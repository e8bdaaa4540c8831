/**
 * What is counted: plain numbers that each worker adds to alone, read together when somebody
 * scrapes.
 */
@NullMarked
package dev.maneki.proxy.metrics;

import org.jspecify.annotations.NullMarked;
