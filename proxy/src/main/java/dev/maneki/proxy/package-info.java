@NullMarked
package dev.maneki.proxy;

import org.jspecify.annotations.NullMarked;
