package dev.maneki.conformance;

import dev.maneki.conformance.v1.ConformancePayload.ConnectGetInfo;
import dev.maneki.conformance.v1.Header;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** A query string as the suite writes it down. */
final class QueryParameters {
    private QueryParameters() {}

    static ConnectGetInfo of(String query) {
        ConnectGetInfo.Builder info = ConnectGetInfo.newBuilder();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals >= 0) {
                info.addQueryParams(
                        Header.newBuilder()
                                .setName(decode(parameter.substring(0, equals)))
                                .addValue(decode(parameter.substring(equals + 1))));
            }
        }
        return info.build();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
