package dev.maneki.translate.gatewayapi;

import java.util.List;

/** The features of Gateway API 1.6.1 that this gateway has, by their names in its test suite. */
final class SupportedFeatures {
    /** In alphabetical order, as the status must have them. */
    static final List<String> NAMES =
            List.of(
                    "BackendTLSPolicy",
                    "BackendTLSPolicySANValidation",
                    "GRPCRoute",
                    "GRPCRouteNamedRouteRule",
                    "Gateway",
                    "GatewayAddressEmpty",
                    "GatewayBackendClientCertificate",
                    "GatewayFrontendClientCertificateValidation",
                    "GatewayFrontendClientCertificateValidationInsecureFallback",
                    "GatewayHTTPListenerIsolation",
                    "GatewayHTTPSListenerDetectMisdirectedRequests",
                    "GatewayPort8080",
                    "GatewayStaticAddresses",
                    "HTTPRoute",
                    "HTTPRoute303RedirectStatusCode",
                    "HTTPRoute307RedirectStatusCode",
                    "HTTPRoute308RedirectStatusCode",
                    "HTTPRouteBackendProtocolH2C",
                    "HTTPRouteBackendProtocolWebSocket",
                    "HTTPRouteBackendRequestHeaderModification",
                    "HTTPRouteBackendTimeout",
                    "HTTPRouteCORS",
                    "HTTPRouteDestinationPortMatching",
                    "HTTPRouteHostRewrite",
                    "HTTPRouteMethodMatching",
                    "HTTPRouteNamedRouteRule",
                    "HTTPRouteParentRefPort",
                    "HTTPRoutePathRedirect",
                    "HTTPRoutePathRewrite",
                    "HTTPRoutePortRedirect",
                    "HTTPRouteQueryParamMatching",
                    "HTTPRouteRequestMirror",
                    "HTTPRouteRequestMultipleMirrors",
                    "HTTPRouteRequestPercentageMirror",
                    "HTTPRouteRequestTimeout",
                    "HTTPRouteResponseHeaderModification",
                    "HTTPRouteRetry",
                    "HTTPRouteRetryBackendTimeout",
                    "HTTPRouteRetryConnectionError",
                    "HTTPRouteSchemeRedirect",
                    "ReferenceGrant");

    private SupportedFeatures() {}
}
