@NullMarked
package dev.maneki.resources;

import org.jspecify.annotations.NullMarked;
