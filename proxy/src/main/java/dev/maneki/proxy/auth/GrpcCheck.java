package dev.maneki.proxy.auth;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.upstream.Upstream;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A question by Envoy's contract: one unary call of {@code
 * envoy.service.auth.v3.Authorization/Check} (gRPC over HTTP/2). The answer is one message,
 * gathered up to the limit {@code auth-answer-bytes}. Event loop only.
 */
final class GrpcCheck extends AuthCheck {
    private static final String PATH = "/envoy.service.auth.v3.Authorization/Check";
    private static final byte[] GRPC = "application/grpc".getBytes(StandardCharsets.US_ASCII);
    private static final FieldName ACCEPT_ENCODING = FieldName.of("grpc-accept-encoding");

    /** One byte that says whether the message is compressed, and four for its length. */
    private static final int PREFIX = 5;

    private final NameSet shown;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

    GrpcCheck(NameSet shown, Upstream server, AskedRequest request, Worker worker, Owner owner) {
        super(server, request, worker, owner);
        this.shown = shown;
    }

    @Override
    ByteBuf ask(RequestHead question) {
        question.method("POST");
        question.host().set(server().id().service() + "." + server().id().namespace());
        question.path().set(PATH);
        question.acceptsTrailers(true);
        HeaderFields fields = question.fields();
        fields.add(FieldNames.CONTENT_TYPE, GRPC);
        fields.add(ACCEPT_ENCODING, "identity");
        fields.add(FieldNames.USER_AGENT, "maneki");
        if (timeoutMillis() > 0 && timeoutMillis() < 100_000_000) {
            fields.add(FieldNames.GRPC_TIMEOUT, timeoutMillis() + "m");
        }
        ProtoWriter message = CheckRequestEncoder.encode(request(), shown);
        ByteBuf body = Unpooled.buffer(PREFIX + message.length());
        body.writeByte(0).writeInt(message.length());
        return body.writeBytes(message.array(), 0, message.length());
    }

    @Override
    void answerHead(ResponseHead head, boolean end) {
        if (head.status() != 200) {
            fail(Reason.AUTH_INVALID_RESPONSE, "HTTP status " + head.status());
        } else if (end) {
            answerEnd(head.fields());
        }
    }

    @Override
    void answerData(ByteBuf data) {
        int most = worker().limits().bound(Limit.AUTH_ANSWER_BYTES);
        int count = data.readableBytes();
        boolean fits = count <= most - gathered.size();
        if (fits) {
            byte[] bytes = new byte[count];
            data.readBytes(bytes);
            gathered.writeBytes(bytes);
        }
        data.release();
        if (!fits) {
            worker().metrics().limitHit(Limit.AUTH_ANSWER_BYTES);
            fail(Reason.AUTH_INVALID_RESPONSE, "an answer of more than " + most + " bytes");
        }
    }

    @Override
    void answerEnd(@Nullable HeaderFields trailers) {
        int at = trailers == null ? -1 : trailers.find(FieldNames.GRPC_STATUS);
        String status = trailers == null || at < 0 ? "" : trailers.value(at);
        if (!status.equals("0")) {
            finishWith(
                    reason(status), status.isEmpty() ? "no grpc-status" : "grpc-status " + status);
            return;
        }
        byte[] bytes = gathered.toByteArray();
        CheckResponse answer;
        try {
            answer = CheckResponse.decode(bytes, messageStart(bytes), bytes.length);
        } catch (ProtoException e) {
            finishWith(Reason.AUTH_INVALID_RESPONSE, String.valueOf(e.getMessage()));
            return;
        }
        decide();
        finished();
        switch (answer) {
            case CheckResponse.Allowed allowed -> {
                RequestHead head = request().head();
                FieldChange.apply(allowed.request(), head.fields());
                for (FieldName name : allowed.removed()) {
                    head.fields().remove(name);
                }
                allowed.query().apply(head);
                owner().allowed(new ResponseChanges(allowed.response()));
            }
            case CheckResponse.Denied denied -> deny(denied);
        }
    }

    /** The stream has ended: nothing is left to be cancelled. */
    private void finishWith(Reason reason, String problem) {
        String who = label();
        decide();
        finished();
        owner().failed(reason, who + ": " + problem);
    }

    /** What a gRPC status says of the server that gave it. */
    private static Reason reason(String grpcStatus) {
        return switch (grpcStatus) {
            case "4" -> Reason.AUTH_TIMEOUT; // DEADLINE_EXCEEDED: it was told how long it has.
            case "14" -> Reason.AUTH_UNREACHABLE; // UNAVAILABLE
            default -> Reason.AUTH_INVALID_RESPONSE;
        };
    }

    /** Where the only message begins. */
    private static int messageStart(byte[] bytes) {
        if (bytes.length < PREFIX) {
            throw new ProtoException("no message");
        }
        if (bytes[0] != 0) {
            throw new ProtoException("a compressed message");
        }
        long length =
                (bytes[1] & 0xffL) << 24
                        | (bytes[2] & 0xff) << 16
                        | (bytes[3] & 0xff) << 8
                        | (bytes[4] & 0xff);
        if (length != bytes.length - PREFIX) {
            throw new ProtoException("not one whole message");
        }
        return PREFIX;
    }

    private void deny(CheckResponse.Denied denied) {
        ResponseHead head = new ResponseHead();
        head.status(denied.status());
        FieldChange.apply(denied.fields(), head.fields());
        byte[] body = denied.body();
        head.fields().set(FieldNames.CONTENT_LENGTH, Integer.toString(body.length));
        head.contentLength(body.length);
        owner().denied(head, body.length == 0);
        if (body.length > 0) {
            owner().deniedData(Unpooled.wrappedBuffer(body));
            owner().deniedEnd();
        }
    }

    @Override
    boolean passingOn() {
        return false;
    }
}
