@NullMarked
package dev.maneki.app;

import org.jspecify.annotations.NullMarked;
