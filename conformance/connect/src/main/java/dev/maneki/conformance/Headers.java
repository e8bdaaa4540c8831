package dev.maneki.conformance;

import dev.maneki.conformance.v1.Header;
import dev.maneki.connect.Metadata;
import java.util.ArrayList;
import java.util.List;

/** Metadata as the suite writes it down. */
final class Headers {
    private Headers() {}

    static List<Header> of(Metadata metadata) {
        List<Header> headers = new ArrayList<>();
        for (String name : metadata.names()) {
            headers.add(Header.newBuilder().setName(name).addAllValue(metadata.all(name)).build());
        }
        return headers;
    }

    static void add(List<Header> headers, Metadata target) {
        for (Header header : headers) {
            for (String value : header.getValueList()) {
                target.add(header.getName(), value);
            }
        }
    }
}
