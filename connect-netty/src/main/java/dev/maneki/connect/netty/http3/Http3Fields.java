package dev.maneki.connect.netty.http3;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.netty.http2.InboundFields;
import dev.maneki.connect.netty.wire.DateField;
import dev.maneki.connect.netty.wire.Fields;
import dev.maneki.connect.netty.wire.KnownFields;
import dev.maneki.connect.netty.wire.Requests;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http3.DefaultHttp3Headers;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.util.AsciiString;
import java.util.Map;

/** Field sections, from the codec's form and into it. */
final class Http3Fields {
    private Http3Fields() {}

    /**
     * As they came.
     *
     * @throws IllegalArgumentException if they are malformed (RFC 9114, section 4.1.2)
     */
    static InboundFields received(Http3Headers headers) {
        InboundFields fields = new InboundFields();
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            fields.add(field.getKey(), field.getValue());
        }
        return fields;
    }

    static Http3Headers response(int status, Metadata fields) {
        Http3Headers head = new DefaultHttp3Headers(false);
        head.status(HttpResponseStatus.valueOf(status).codeAsText());
        add(head, fields);
        if (!fields.has("date")) {
            head.add(AsciiString.cached("date"), DateField.now());
        }
        return head;
    }

    static Http3Headers request(HttpRequest request) {
        Http3Headers head = new DefaultHttp3Headers(false);
        head.method(KnownFields.value(request.method()));
        head.scheme(KnownFields.value(request.scheme()));
        head.authority(KnownFields.value(request.authority()));
        head.path(KnownFields.value(Requests.target(request)));
        add(head, request.fields());
        return head;
    }

    static Http3Headers trailers(Metadata fields) {
        Http3Headers trailers = new DefaultHttp3Headers(false);
        add(trailers, fields);
        return trailers;
    }

    private static void add(Http3Headers to, Metadata fields) {
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.nameAt(i);
            if (!Fields.ofConnection(name)) {
                to.add(KnownFields.name(name), KnownFields.value(fields.valueAt(i)));
            }
        }
    }
}
