/**
 * How one resource refers to another: what a reference leads to, and whether it may cross into
 * another namespace. What every source of routes shares, whichever API it reads.
 */
@NullMarked
package dev.maneki.translate.references;

import org.jspecify.annotations.NullMarked;
