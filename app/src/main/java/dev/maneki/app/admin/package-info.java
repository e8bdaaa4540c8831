/**
 * The admin address and who asks it.
 *
 * <p>Start at {@link dev.maneki.app.admin.AdminServer}. What is shown comes through {@link
 * dev.maneki.app.admin.AdminPages}; nothing here can change the gateway.
 */
@NullMarked
package dev.maneki.app.admin;

import org.jspecify.annotations.NullMarked;
