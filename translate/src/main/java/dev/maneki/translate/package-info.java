@NullMarked
package dev.maneki.translate;

import org.jspecify.annotations.NullMarked;
