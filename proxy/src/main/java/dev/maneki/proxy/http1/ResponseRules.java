package dev.maneki.proxy.http1;

import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a response say about its framing and its connection (RFC 9112 sections 6.3 and
 * 9, RFC 9110 sections 7.6 to 7.8 and 15.2).
 *
 * <p>Takes the hop-by-hop fields out of the head. One per connection, used again for each response.
 */
final class ResponseRules {
    /** How the body's end is told. */
    enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private final FramingFields fields = new FramingFields(false);
    private Framing framing = Framing.NONE;
    private boolean keepAlive;

    /** How the body's end is told. */
    Framing framing() {
        return framing;
    }

    /** Whether the backend means to go on using the connection. */
    boolean keepAlive() {
        return keepAlive;
    }

    /**
     * Applies the rules to a head that was just parsed.
     *
     * @param toHead whether it answers a HEAD request
     * @param asked the protocol that the request asked to switch to, empty for none
     * @return what is wrong, or null
     */
    @Nullable Refusal apply(ResponseHead head, boolean http11, boolean toHead, String asked) {
        fields.begin();
        Refusal refusal = read(head.fields());
        if (refusal != null) {
            return refusal;
        }
        head.contentLength(fields.contentLength());
        keepAlive = fields.keepAlive(http11);
        return head.status() == 101 ? switching(head, asked) : framing(head, http11, toHead);
    }

    private @Nullable Refusal read(HeaderFields all) {
        Refusal refusal = null;
        for (int i = 0; i < all.size() && refusal == null; i++) {
            if (all.live(i)) {
                int kind = KnownFields.kind(all, i);
                if (kind != KnownFields.NONE) {
                    refusal = fields.take(all, i, kind);
                }
            }
        }
        return refusal;
    }

    private @Nullable Refusal switching(ResponseHead head, String asked) {
        framing = Framing.NONE;
        boolean agreed =
                !asked.isEmpty() && !fields.coded() && fields.upgrade(head.fields()).equals(asked);
        if (!agreed) {
            return Refusal.UNASKED_SWITCH;
        }
        dropContentLength(head);
        head.upgrade(asked);
        return null;
    }

    private @Nullable Refusal framing(ResponseHead head, boolean http11, boolean toHead) {
        int status = head.status();
        Refusal refusal = fields.coding(http11);
        if (refusal != null) {
            return refusal;
        }
        if (fields.coded() && (status < 200 || status == 204)) {
            return Refusal.CODING_WITHOUT_BODY;
        }
        if (status < 200 || status == 204) {
            // RFC 9110 section 8.6: not to be sent here; a 0 is seen often, and means no harm.
            dropContentLength(head);
            framing = Framing.NONE;
        } else if (toHead || status == 304) {
            framing = Framing.NONE;
        } else if (fields.chunked()) {
            framing = Framing.CHUNKED;
        } else if (head.contentLength() >= 0) {
            framing = head.contentLength() == 0 ? Framing.NONE : Framing.LENGTH;
        } else {
            framing = Framing.UNTIL_CLOSE;
            keepAlive = false;
        }
        return null;
    }

    private static void dropContentLength(ResponseHead head) {
        if (head.contentLength() >= 0) {
            head.contentLength(-1);
            head.fields().remove(FieldNames.CONTENT_LENGTH);
        }
    }
}
