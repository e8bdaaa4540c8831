package dev.maneki.connect.protocol;

import dev.maneki.connect.MethodKind;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.http.HttpRequest;

/** How one protocol is spoken to callees. Stateless, thread-safe. */
public interface ClientProtocol {
    /** Which it is. */
    Protocol protocol();

    /**
     * Begins a call. The exchange makes the head of its request, and reads what comes back as its
     * {@link ClientExchange#handler()}; whoever owns the transport brings the two together.
     *
     * @param target scheme, authority and version; {@code path} is what goes before the method's,
     *     and fields and method do not matter
     * @param kind unary and streaming calls differ in Connect
     */
    ClientExchange open(
            HttpRequest target, RequestMeta request, MethodKind kind, ClientSettings settings);
}
