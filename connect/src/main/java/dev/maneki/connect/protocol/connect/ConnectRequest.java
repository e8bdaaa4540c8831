package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.protocol.EncodingNames;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ServerSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request's head, read in one pass over its fields.
 *
 * @param contentType of the messages, both ways
 * @param contentLength as the caller announces it; -1 if it does not
 * @param message of a GET, which is whole with its head; null for a POST
 * @param refusal the first thing that is wrong with it, or null
 */
record ConnectRequest(
        ConnectContentType contentType,
        RequestMeta meta,
        long contentLength,
        @Nullable Payload message,
        @Nullable ConnectException refusal) {
    static final String VERSION_FIELD = "connect-protocol-version";
    static final String VERSION = "1";
    static final String VERSION_PARAMETER = "v1";

    private static final GetRequest NO_QUERY = new GetRequest(null, null, null, null);

    /** Whether a request may be of this protocol. */
    static boolean accepts(HttpRequest request) {
        return switch (request.method()) {
            case "POST" -> ConnectContentType.parse(request.fields().get("content-type")) != null;
            case "GET" -> true;
            default -> false;
        };
    }

    /** Reads a head. */
    static ConnectRequest read(HttpRequest request, ServerSettings settings) {
        return new Reading(request, settings).read();
    }

    /** What is gathered on the way. */
    private static final class Reading {
        private final HttpRequest request;
        private final ServerSettings settings;
        private final Metadata metadata = new Metadata();

        private @Nullable String contentType;
        private @Nullable String version;
        private @Nullable String timeout;
        private @Nullable String contentLength;
        private @Nullable String contentEncoding;
        private @Nullable String acceptEncoding;
        private @Nullable String messageEncoding;
        private @Nullable String acceptMessageEncoding;
        private @Nullable ConnectException refusal;

        Reading(HttpRequest request, ServerSettings settings) {
            this.request = request;
            this.settings = settings;
        }

        ConnectRequest read() {
            Metadata fields = request.fields();
            for (int i = 0; i < fields.size(); i++) {
                field(fields.nameAt(i), fields.valueAt(i));
            }
            return request.method().equals("GET") ? get() : post();
        }

        private void field(String name, String value) {
            switch (name) {
                case "content-type" -> contentType = joined(contentType, value);
                case "content-length" -> contentLength = value;
                case "content-encoding" -> contentEncoding = joined(contentEncoding, value);
                case "accept-encoding" -> acceptEncoding = joined(acceptEncoding, value);
                case "connect-content-encoding" -> messageEncoding = joined(messageEncoding, value);
                case "connect-accept-encoding" ->
                        acceptMessageEncoding = joined(acceptMessageEncoding, value);
                case VERSION_FIELD -> version = joined(version, value);
                case ConnectTimeout.FIELD -> timeout = joined(timeout, value);
                default -> {
                    if (!TrailerFields.reserved(name)) {
                        metadata.append(name, value);
                    }
                }
            }
        }

        /** What is there twice is a list (RFC 9110, section 5.3), and few of these may be one. */
        private static String joined(@Nullable String before, String value) {
            return before == null ? value : before + "," + value;
        }

        private ConnectRequest post() {
            ConnectContentType type = ConnectContentType.parse(contentType);
            if (type == null) { // who opens an exchange asks accepts() before
                type = ConnectContentType.forCodec("", false);
            }
            checkVersion(version, VERSION, VERSION_FIELD);
            boolean streaming = type.streaming();
            RequestMeta meta =
                    streaming
                            ? meta(type, messageEncoding, acceptMessageEncoding)
                            : meta(type, contentEncoding, acceptEncoding);
            long length = streaming ? -1 : length();
            if (length > settings.maxMessageBytes()) {
                refuse(tooLong(settings.maxMessageBytes()));
            }
            return new ConnectRequest(type, meta, length, null, refusal);
        }

        private ConnectRequest get() {
            GetRequest query = NO_QUERY;
            try {
                query = GetRequest.parse(request.query());
                checkVersion(query.version(), VERSION_PARAMETER, "the parameter \"connect\"");
                checkThere(query);
            } catch (ConnectException e) {
                refuse(e);
            }
            String codec = query.encoding() == null ? "" : query.encoding();
            ConnectContentType type = ConnectContentType.forCodec(codec, false);
            RequestMeta meta = meta(type, query.compression(), acceptEncoding);
            Payload message = query.payload(!meta.compression().equals(RequestMeta.IDENTITY));
            if (message.length() > settings.maxMessageBytes()) {
                refuse(tooLong(settings.maxMessageBytes()));
            }
            return new ConnectRequest(type, meta, 0, message, refusal);
        }

        private void checkThere(GetRequest query) {
            if (query.encoding() == null || query.message() == null) {
                refuse(
                        new ConnectException(
                                Code.INVALID_ARGUMENT,
                                "the query has no parameter "
                                        + (query.encoding() == null
                                                ? "\"encoding\""
                                                : "\"message\"")));
            }
        }

        private void checkVersion(@Nullable String found, String expected, String where) {
            if (found == null ? settings.requireConnectHeader() : !found.equals(expected)) {
                refuse(
                        new ConnectException(
                                Code.INVALID_ARGUMENT,
                                where
                                        + " must be \""
                                        + expected
                                        + '"'
                                        + (found == null
                                                ? "; it is missing"
                                                : "; got " + Quoted.of(found))));
            }
        }

        private RequestMeta meta(
                ConnectContentType type, @Nullable String encoding, @Nullable String accept) {
            String compression = compression(encoding);
            List<String> accepted = EncodingNames.parse(accept);
            if (!compression.equals(RequestMeta.IDENTITY)) {
                // Who sends it can read it, and is to be answered in it.
                accepted = withFirst(compression, accepted);
            }
            return new RequestMeta(
                    request.path(),
                    type.codec(),
                    compression,
                    accepted,
                    timeout(),
                    metadata.freeze());
        }

        private static List<String> withFirst(String first, List<String> others) {
            if (!others.isEmpty() && others.get(0).equals(first)) {
                return others;
            }
            List<String> names = new ArrayList<>(others.size() + 1);
            names.add(first);
            for (int i = 0; i < others.size(); i++) {
                if (!others.get(i).equals(first)) {
                    names.add(others.get(i));
                }
            }
            return names;
        }

        private String compression(@Nullable String encoding) {
            if (encoding == null || encoding.isEmpty() || encoding.equals(RequestMeta.IDENTITY)) {
                return RequestMeta.IDENTITY;
            }
            List<String> supported = settings.compressions();
            for (int i = 0; i < supported.size(); i++) {
                if (supported.get(i).equalsIgnoreCase(encoding)) {
                    return supported.get(i);
                }
            }
            refuse(
                    new ConnectException(
                            Code.UNIMPLEMENTED,
                            "unknown compression "
                                    + Quoted.of(encoding)
                                    + "; supported are "
                                    + (supported.isEmpty()
                                            ? ""
                                            : String.join(", ", supported) + ", ")
                                    + RequestMeta.IDENTITY));
            return RequestMeta.IDENTITY;
        }

        private long timeout() {
            if (timeout == null) {
                return RequestMeta.NO_TIMEOUT;
            }
            try {
                return ConnectTimeout.parse(timeout);
            } catch (ConnectException e) {
                refuse(e);
                return RequestMeta.NO_TIMEOUT;
            }
        }

        /** A transport has checked it; what is no number all the same says nothing. */
        private long length() {
            if (contentLength == null) {
                return -1;
            }
            try {
                return Long.parseLong(contentLength);
            } catch (NumberFormatException e) {
                return -1;
            }
        }

        private void refuse(ConnectException because) {
            if (refusal == null) {
                refusal = because;
            }
        }
    }

    static ConnectException tooLong(int maxBytes) {
        return new ConnectException(
                Code.RESOURCE_EXHAUSTED, "the message is longer than " + maxBytes + " bytes");
    }
}
