package dev.maneki.proxy.exchange;

import dev.maneki.proxy.stream.TrailerFields;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;

/**
 * Which of a request's trailers go to the backend. Some servers add trailers to the header: nothing
 * that the gateway vouches for there, such as the client's address or who an authorization server
 * says it is, may come again from the client behind the body.
 */
final class RequestTrailers {
    /** What is taken out of the header of strangers, so that it need not be there. */
    private static final FieldName[] VOUCHED_FOR = {
        FieldNames.FORWARDED,
        FieldNames.X_FORWARDED_FOR,
        FieldNames.X_FORWARDED_HOST,
        FieldNames.X_FORWARDED_PORT,
        FieldNames.X_FORWARDED_PROTO,
        FieldNames.X_REQUEST_ID,
        FieldName.of("x-forwarded-client-cert"),
        FieldName.of("x-real-ip"),
    };

    private RequestTrailers() {}

    /**
     * A copy of trailers without those that belong into a header, that the header has already, that
     * only the gateway may say, and without underscores, which some servers take for hyphens.
     */
    static HeaderFields of(HeaderFields came, HeaderFields header) {
        HeaderFields trailers = new HeaderFields();
        trailers.copyFrom(came);
        TrailerFields.removeHeaderOnly(trailers);
        for (FieldName name : VOUCHED_FOR) {
            trailers.remove(name);
        }
        for (int i = 0; i < trailers.size(); i++) {
            if (trailers.live(i)) {
                String name = trailers.name(i);
                if (name.indexOf('_') >= 0 || header.contains(FieldName.of(name))) {
                    trailers.remove(i);
                }
            }
        }
        return trailers;
    }
}
