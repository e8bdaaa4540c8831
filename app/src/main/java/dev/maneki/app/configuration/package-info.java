/**
 * The folder of resources, as it is now: read, translated, with all that is wrong in it.
 *
 * <p>Start at {@link dev.maneki.app.configuration.ConfigurationFolder}. Nothing here serves
 * anything; {@code validate} and {@code explain} use it without a socket being opened.
 */
@NullMarked
package dev.maneki.app.configuration;

import org.jspecify.annotations.NullMarked;
