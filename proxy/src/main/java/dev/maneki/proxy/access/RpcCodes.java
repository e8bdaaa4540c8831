package dev.maneki.proxy.access;

import dev.maneki.connect.Code;

/** The codes of calls by name. */
final class RpcCodes {
    private static final String OK = "ok";

    private RpcCodes() {}

    /**
     * The name in lower case, as {@code not_found}; empty if the call did not end.
     *
     * @param status the value of {@code grpc-status}, -1 if there was none
     */
    static String name(int status) {
        if (status <= 0) {
            return status == 0 ? OK : "";
        }
        Code code = Code.ofNumber(status);
        return code == null ? Code.UNKNOWN.wireName() : code.wireName();
    }
}
