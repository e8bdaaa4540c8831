package dev.maneki.proxy.bridge;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.protocol.Envelope;
import dev.maneki.connect.protocol.EnvelopeReader;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.upstream.ConnectionWaiter;
import dev.maneki.proxy.upstream.LeastRequest;
import dev.maneki.proxy.upstream.Upstream;
import dev.maneki.proxy.upstream.UpstreamEndpoint;
import dev.maneki.proxy.worker.TimerWheel;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a backend what a service is, by gRPC server reflection: the file that declares it, and all
 * that this imports. One call; on the event loop of the worker it is made for.
 */
final class ReflectionCall extends TimerWheel.Timer
        implements ConnectionWaiter, ClientStreamHandler {
    /** A backend that takes longer over it does not answer calls either. */
    private static final long TIMEOUT_MILLIS = 5_000;

    /** Of one answer, and of all files together. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private static final int MOST_FILES = 2_000;

    private static final String V1 = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    private static final String V1_ALPHA =
            "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

    /** Who asked. */
    interface Receiver {
        void onFiles(Map<String, FileDescriptorProto> files);

        void onFailure(ConnectException why);
    }

    private final Upstream upstream;
    private final Worker worker;
    private final String service;
    private final Receiver receiver;
    private final boolean alpha;
    private final Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final EnvelopeReader reader =
            new EnvelopeReader(0, MOST_BYTES, (flags, payload) -> answer(payload));
    private int waitingFor = 1;
    private @Nullable UpstreamEndpoint endpoint;
    private @Nullable ClientStream stream;
    private boolean over;

    private ReflectionCall(
            Upstream upstream, Worker worker, String service, boolean alpha, Receiver receiver) {
        this.upstream = upstream;
        this.worker = worker;
        this.service = service;
        this.alpha = alpha;
        this.receiver = receiver;
    }

    /** Asks for the files of a service. */
    static void ask(Upstream upstream, Worker worker, String service, Receiver receiver) {
        new ReflectionCall(upstream, worker, service, false, receiver).start();
    }

    private void start() {
        UpstreamEndpoint chosen = LeastRequest.choose(upstream.endpoints(), worker.random(), null);
        if (chosen == null) {
            fail(Code.UNAVAILABLE, "no endpoint of the backend is ready");
            return;
        }
        endpoint = chosen;
        chosen.activeRequests().incrementAndGet();
        worker.timers().set(this, TIMEOUT_MILLIS);
        chosen.pool(worker).acquire(this);
    }

    @Override
    public void onConnection(ClientConnection connection, boolean reused) {
        ClientStream opened = connection.open(this);
        stream = opened;
        RequestHead head = new RequestHead();
        head.method("POST");
        head.host().set(upstream.id().service() + "." + upstream.id().namespace());
        head.path().set(alpha ? V1_ALPHA : V1);
        head.acceptsTrailers(true);
        HeaderFields fields = head.fields();
        fields.add(FieldNames.CONTENT_TYPE, "application/grpc+proto");
        fields.add(FieldName.of("grpc-accept-encoding"), "identity");
        fields.add(FieldNames.GRPC_TIMEOUT, TIMEOUT_MILLIS + "m");
        fields.add(FieldNames.USER_AGENT, "maneki");
        opened.sendHead(head, false);
        send(ReflectionMessages.askSymbol(service));
    }

    private void send(Payload question) {
        ClientStream open = stream;
        if (open != null && !over) {
            Payload framed = Envelope.withPrefix(0, question);
            open.sendData(
                    Unpooled.wrappedBuffer(
                            framed.array(),
                            framed.offset() - Payload.HEADROOM,
                            framed.length() + Payload.HEADROOM),
                    false);
        }
    }

    private void answer(Payload payload) {
        if (over) {
            return;
        }
        ReflectionMessages.Answer answer;
        try {
            answer = ReflectionMessages.read(payload);
        } catch (IOException e) {
            fail(Code.INTERNAL, "the backend's reflection sent no valid answer");
            return;
        }
        if (!answer.error().isEmpty()) {
            fail(
                    Code.UNIMPLEMENTED,
                    "the backend's reflection knows no " + service + ": " + answer.error());
            return;
        }
        waitingFor--;
        for (FileDescriptorProto file : answer.files()) {
            files.put(file.getName(), file);
        }
        for (FileDescriptorProto file : answer.files()) {
            for (String name : file.getDependencyList()) {
                if (!files.containsKey(name) && asked.add(name)) {
                    waitingFor++;
                    send(ReflectionMessages.askFile(name));
                }
            }
        }
        if (files.size() > MOST_FILES) {
            fail(Code.INTERNAL, "the schema has more than " + MOST_FILES + " files");
        } else if (waitingFor == 0) {
            release(true);
            receiver.onFiles(files);
        }
    }

    @Override
    public void onHead(ResponseHead head, boolean end) {
        if (over) {
            return;
        }
        if (head.status() != 200) {
            fail(
                    Code.ofHttpStatus(head.status()),
                    "the backend's reflection answers with HTTP status " + head.status());
        } else if (end) {
            ended(Heads.metadata(head.fields()));
        }
    }

    @Override
    public void onData(ByteBuf data) {
        try {
            if (!over) {
                reader.read(data.nioBuffer());
            }
        } catch (ConnectException e) {
            fail(Code.INTERNAL, "the backend's reflection: " + e.text());
        } finally {
            data.release();
        }
    }

    @Override
    public void onEnd(@Nullable HeaderFields trailers) {
        if (!over) {
            ended(trailers == null ? Metadata.EMPTY : Heads.metadata(trailers));
        }
    }

    /** It ended before all was said. */
    private void ended(Metadata trailers) {
        boolean unknown = "12".equals(trailers.get("grpc-status"));
        if (unknown && !alpha && files.isEmpty()) {
            release(false);
            new ReflectionCall(upstream, worker, service, true, receiver).start();
        } else if (unknown) {
            fail(
                    Code.UNIMPLEMENTED,
                    "a call in JSON needs the schema of "
                            + service
                            + ", and the backend has no server reflection: switch that on, or name"
                            + " a ConfigMap with its descriptors by the annotation"
                            + " maneki.dev/descriptor-set");
        } else {
            fail(
                    Code.UNAVAILABLE,
                    "the backend's reflection ended with grpc-status "
                            + trailers.get("grpc-status"));
        }
    }

    @Override
    public void onReset(StreamFault fault) {
        stream = null;
        fail(Code.UNAVAILABLE, "the backend's reflection broke off");
    }

    @Override
    public void onConnectionFailed(StreamFault fault) {
        endpointLeft();
        fail(Code.UNAVAILABLE, "the backend cannot be reached");
    }

    @Override
    protected void expired() {
        fail(Code.UNAVAILABLE, "the backend's reflection took too long");
        worker.flushQueue().flushAll();
    }

    @Override
    public boolean cancelled() {
        return over;
    }

    @Override
    public void onInformational(ResponseHead head) {}

    @Override
    public void onWritable() {}

    private void fail(Code code, String message) {
        if (!over) {
            release(true);
            receiver.onFailure(new ConnectException(code, message));
        }
    }

    /** Gives everything back. */
    private void release(boolean cancel) {
        over = true;
        worker.timers().cancel(this);
        ClientStream open = stream;
        UpstreamEndpoint chosen = endpoint;
        endpointLeft();
        if (open != null && cancel) {
            open.cancel();
        } else if (open == null && chosen != null) {
            chosen.pool(worker).withdraw(this);
        }
    }

    private void endpointLeft() {
        UpstreamEndpoint chosen = endpoint;
        if (chosen != null) {
            endpoint = null;
            chosen.activeRequests().decrementAndGet();
        }
    }
}
