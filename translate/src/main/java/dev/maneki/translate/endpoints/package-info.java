/**
 * From EndpointSlices to the endpoints of each Service port: the short cut by which a Pod's coming
 * and going reaches the data plane without any route being looked at.
 */
@NullMarked
package dev.maneki.translate.endpoints;

import org.jspecify.annotations.NullMarked;
