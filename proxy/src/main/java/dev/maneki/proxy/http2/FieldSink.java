package dev.maneki.proxy.http2;

import dev.maneki.routing.message.HeaderFields;

/** Takes the fields of a header block as they are decoded. */
interface FieldSink {
    /**
     * A field, whose bytes stand in {@code fields.array()} behind the content. To keep it, {@link
     * HeaderFields#commit} its bytes and {@link HeaderFields#addSpan} it; else the next field
     * overwrites it. The name ends where the value starts. Must not throw.
     */
    void field(HeaderFields fields, int nameStart, int valueStart, int valueEnd, int nameHash);
}
