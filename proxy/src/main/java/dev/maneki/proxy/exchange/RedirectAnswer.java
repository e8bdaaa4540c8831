package dev.maneki.proxy.exchange;

import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Filter;
import org.jspecify.annotations.Nullable;

/** A redirect, ready to be answered (Gateway API, {@code HTTPRequestRedirectFilter}). Immutable. */
final class RedirectAnswer {
    private final Filter.Redirect redirect;
    private final @Nullable PathRewrite path;

    RedirectAnswer(Filter.Redirect redirect) {
        this.redirect = redirect;
        this.path = redirect.path().map(PathRewrite::of).orElse(null);
    }

    int status() {
        return redirect.status();
    }

    /**
     * The {@code Location}.
     *
     * @param listenerPort the port the request came in by, as its listener names it
     */
    String location(RequestHead head, int prefixLength, int listenerPort) {
        String scheme = redirect.scheme().orElse(head.secure() ? "https" : "http");
        StringBuilder location = new StringBuilder(128);
        location.append(scheme).append("://");
        location.append(redirect.hostname().orElseGet(() -> head.host().toString()));
        int port =
                redirect.port()
                        .orElseGet(
                                () ->
                                        redirect.scheme().isPresent()
                                                ? wellKnown(scheme)
                                                : listenerPort);
        if (port != wellKnown(scheme)) {
            location.append(':').append(port);
        }
        if (path == null) {
            location.append(head.path());
        } else {
            ByteSequence changed = new ByteSequence(head.path().length() + 64);
            path.apply(head.path(), prefixLength, changed);
            location.append(changed);
        }
        if (head.hasQuery()) {
            location.append('?').append(head.query());
        }
        return location.toString();
    }

    private static int wellKnown(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }
}
