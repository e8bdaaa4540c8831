package dev.maneki.connect.client;

import dev.maneki.connect.CallOptions;
import dev.maneki.connect.ClientCall;
import dev.maneki.connect.ClientHandler;
import dev.maneki.connect.ClientInterceptor;
import dev.maneki.connect.Idempotency;
import dev.maneki.connect.MethodKind;
import dev.maneki.connect.MethodSpec;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.RequestSender;
import dev.maneki.connect.ResponseReceiver;
import dev.maneki.connect.protocol.ClientSettings;

/** A method as it is called: what need not be found out anew for each call. */
final class CalledMethod<I, O> implements ClientHandler<I, O> {
    final MethodSpec<I, O> spec;
    final ClientSide side;
    final String path;
    private final boolean get;
    private final ClientSettings settings;

    /** With its interceptors around it. */
    final ClientHandler<I, O> handler;

    CalledMethod(MethodSpec<I, O> spec, ClientSide side) {
        this.spec = spec;
        this.side = side;
        this.path = side.prefix() + spec.path();
        boolean get =
                side.useGet()
                        && side.protocol().protocol() == Protocol.CONNECT
                        && spec.kind() == MethodKind.UNARY
                        && spec.idempotency() == Idempotency.NO_SIDE_EFFECTS;
        this.get = get;
        this.settings = settings(side.maxMessageBytes());
        ClientHandler<I, O> outer = this;
        for (ClientInterceptor interceptor : side.interceptors().reversed()) {
            outer = interceptor.intercept(spec, outer);
        }
        this.handler = outer;
    }

    /** What holds for a call with these options. */
    ClientSettings settings(CallOptions options) {
        int limit = options.maxMessageBytes();
        return limit == 0 || limit == side.maxMessageBytes() ? settings : settings(limit);
    }

    private ClientSettings settings(int maxMessageBytes) {
        return new ClientSettings(
                maxMessageBytes,
                side.acceptCompressions(),
                get,
                side.maxGetBytes(),
                side.userAgent());
    }

    @Override
    public RequestSender<I> start(ClientCall call, ResponseReceiver<O> receiver) {
        OutgoingCall outgoing = call.attribute(OutgoingCall.KEY);
        if (outgoing == null) {
            throw new IllegalStateException(
                    "a call was started with a ClientCall that does not pass attributes on");
        }
        Attempt<I, O> attempt = new Attempt<>(this, outgoing, call.requestMetadata(), receiver);
        outgoing.setAttempt(attempt);
        attempt.begin();
        return attempt;
    }
}
