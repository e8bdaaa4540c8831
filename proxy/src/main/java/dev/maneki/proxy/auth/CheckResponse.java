package dev.maneki.proxy.auth;

import dev.maneki.routing.message.FieldName;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code envoy.service.auth.v3.CheckResponse}: what an authorization server says of a request. The
 * numbers are those of {@code external_auth.proto} and {@code config/core/v3/base.proto}.
 *
 * <p>Metadata, which is for other filters of Envoy, is not read.
 */
sealed interface CheckResponse {
    /**
     * The request may pass.
     *
     * @param request changes to the request's fields
     * @param removed names to take out of it, after that
     * @param response changes to the fields of the response that a backend gives
     * @param query changes to the request's query
     */
    record Allowed(
            List<FieldChange> request,
            List<FieldName> removed,
            List<FieldChange> response,
            QueryChanges query)
            implements CheckResponse {}

    /**
     * It may not.
     *
     * @param status for the client, 200 to 599
     * @param fields of the answer to the client
     * @param body of that answer
     */
    record Denied(int status, List<FieldChange> fields, byte[] body) implements CheckResponse {}

    /**
     * Reads a message.
     *
     * <p>A server that says OK by an {@code ok_response} alone is believed, as it is by Envoy; one
     * that says nothing at all, or two things at once, is not.
     *
     * @throws ProtoException if it is none, or asks for what no field can be
     */
    static CheckResponse decode(byte[] bytes, int from, int to) {
        Decoder decoder = new Decoder();
        decoder.read(new ProtoReader(bytes, from, to));
        return decoder.result();
    }

    /** Reads one message. */
    final class Decoder {
        // CheckResponse
        private static final int STATUS = 1;
        private static final int DENIED_RESPONSE = 2;
        private static final int OK_RESPONSE = 3;

        // google.rpc.Status, HttpStatus
        private static final int CODE = 1;

        // DeniedHttpResponse
        private static final int DENIED_STATUS = 1;
        private static final int DENIED_HEADERS = 2;
        private static final int DENIED_BODY = 3;

        // OkHttpResponse
        private static final int HEADERS = 2;
        private static final int HEADERS_TO_REMOVE = 5;
        private static final int RESPONSE_HEADERS_TO_ADD = 6;
        private static final int QUERY_PARAMETERS_TO_SET = 7;
        private static final int QUERY_PARAMETERS_TO_REMOVE = 8;

        private static final int FORBIDDEN = 403;

        private final List<FieldChange> request = new ArrayList<>();
        private final List<FieldName> removed = new ArrayList<>();
        private final List<FieldChange> response = new ArrayList<>();
        private final List<FieldChange> deniedFields = new ArrayList<>();
        private final QueryChanges.Builder query = new QueryChanges.Builder();
        private byte[] body = {};
        private boolean statusSeen;
        private long code;
        private boolean denied;
        private boolean ok;
        private long status;

        private void read(ProtoReader message) {
            while (message.next()) {
                switch (message.field()) {
                    case STATUS -> {
                        statusSeen = true;
                        code = code(message.message(), code);
                    }
                    case DENIED_RESPONSE -> {
                        denied = true;
                        readDenied(message.message());
                    }
                    case OK_RESPONSE -> {
                        ok = true;
                        readOk(message.message());
                    }
                    default -> {}
                }
            }
        }

        private static long code(ProtoReader message, long before) {
            long code = before;
            while (message.next()) {
                if (message.field() == CODE) {
                    code = message.integer();
                }
            }
            return code;
        }

        private void readDenied(ProtoReader message) {
            while (message.next()) {
                switch (message.field()) {
                    case DENIED_STATUS -> status = code(message.message(), status);
                    case DENIED_HEADERS ->
                            HeaderOption.read(
                                    message.message(), FieldChange.Action.OVERWRITE, deniedFields);
                    case DENIED_BODY -> body = message.bytes();
                    default -> {}
                }
            }
        }

        private void readOk(ProtoReader message) {
            while (message.next()) {
                switch (message.field()) {
                    case HEADERS ->
                            HeaderOption.read(
                                    message.message(), FieldChange.Action.OVERWRITE, request);
                    case HEADERS_TO_REMOVE -> HeaderOption.readName(message.text(), removed);
                    case RESPONSE_HEADERS_TO_ADD ->
                            HeaderOption.read(
                                    message.message(), FieldChange.Action.APPEND, response);
                    case QUERY_PARAMETERS_TO_SET -> query.set(message.message());
                    case QUERY_PARAMETERS_TO_REMOVE -> query.remove(message.text());
                    default -> {}
                }
            }
        }

        private CheckResponse result() {
            boolean allowed = code == 0 && !denied && (statusSeen || ok);
            if (allowed) {
                return new Allowed(request, removed, response, query.build());
            }
            int told = status >= 200 && status <= 599 ? (int) status : FORBIDDEN;
            return new Denied(told, deniedFields, body);
        }
    }
}
