package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.HeaderName;
import dev.maneki.resources.kinds.ApiTypes.HeaderValue;
import dev.maneki.resources.schema.Items;
import java.util.List;

/**
 * {@code HTTPHeaderFilter}: what is done to header fields, on requests or on responses.
 *
 * @param set replaces the field, or adds it
 * @param add appends to the field
 * @param remove names of fields, any case
 */
public record HeaderModifier(
        @Items(max = 16, keys = "name") List<Header> set,
        @Items(max = 16, keys = "name") List<Header> add,
        @Items(max = 16, set = true) List<String> remove) {

    /** A header field to write. */
    public record Header(@HeaderName String name, @HeaderValue String value) {}
}
