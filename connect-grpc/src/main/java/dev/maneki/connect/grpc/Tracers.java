package dev.maneki.connect.grpc;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;

/**
 * Who is told of what a call sends and receives: what grpc-java's interceptors for metrics and
 * traces leave in a call's options. Sizes on the wire are not known here, and are said to be -1.
 */
final class Tracers {
    private static final int UNKNOWN_SIZE = -1;

    private final ClientStreamTracer[] tracers;
    private int sent; // the sender's
    private int received; // the callbacks'

    private Tracers(ClientStreamTracer[] tracers) {
        this.tracers = tracers;
    }

    /**
     * Of a call that goes out now.
     *
     * @param headers may be added to, as traces do
     */
    static Tracers of(CallOptions options, Metadata headers) {
        List<ClientStreamTracer.Factory> factories = options.getStreamTracerFactories();
        ClientStreamTracer[] tracers = new ClientStreamTracer[factories.size()];
        for (int i = 0; i < tracers.length; i++) {
            tracers[i] =
                    factories
                            .get(i)
                            .newClientStreamTracer(
                                    ClientStreamTracer.StreamInfo.newBuilder()
                                            .setCallOptions(options)
                                            .build(),
                                    headers);
            tracers[i].streamCreated(Attributes.EMPTY, headers);
            tracers[i].outboundHeaders();
        }
        return new Tracers(tracers);
    }

    /** Whether there are any; else sizes need not be found out. */
    boolean none() {
        return tracers.length == 0;
    }

    void messageSent(int size) {
        for (ClientStreamTracer tracer : tracers) {
            tracer.outboundMessage(sent);
            tracer.outboundMessageSent(sent, UNKNOWN_SIZE, size);
            tracer.outboundUncompressedSize(size);
        }
        sent++;
    }

    void headersReceived(Metadata headers) {
        for (ClientStreamTracer tracer : tracers) {
            tracer.inboundHeaders(headers);
        }
    }

    void messageReceived(int size) {
        for (ClientStreamTracer tracer : tracers) {
            tracer.inboundMessage(received);
            tracer.inboundMessageRead(received, UNKNOWN_SIZE, size);
            tracer.inboundUncompressedSize(size);
        }
        received++;
    }

    void closed(Status status, Metadata trailers) {
        for (ClientStreamTracer tracer : tracers) {
            tracer.inboundTrailers(trailers);
            tracer.streamClosed(status);
        }
    }
}
