package dev.maneki.connect.grpc;

import io.grpc.Attributes;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;

/** What credentials are told of the call that they are asked for. */
final class CredentialsRequest extends CallCredentials.RequestInfo {
    private final MethodDescriptor<?, ?> method;
    private final CallOptions options;
    private final boolean secure;
    private final String authority;

    CredentialsRequest(
            MethodDescriptor<?, ?> method, CallOptions options, boolean secure, String authority) {
        this.method = method;
        this.options = options;
        this.secure = secure;
        this.authority = authority;
    }

    @Override
    public MethodDescriptor<?, ?> getMethodDescriptor() {
        return method;
    }

    @Override
    public CallOptions getCallOptions() {
        return options;
    }

    @Override
    public SecurityLevel getSecurityLevel() {
        return secure ? SecurityLevel.PRIVACY_AND_INTEGRITY : SecurityLevel.NONE;
    }

    @Override
    public String getAuthority() {
        return authority;
    }

    /** None: a call's transport is not known before it goes out. */
    @Override
    public Attributes getTransportAttrs() {
        return Attributes.EMPTY;
    }
}
