package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.AnnotationValue;
import dev.maneki.resources.kinds.ApiTypes.GroupName;
import dev.maneki.resources.kinds.ApiTypes.HostName;
import dev.maneki.resources.kinds.ApiTypes.KindName;
import dev.maneki.resources.kinds.ApiTypes.LabelValue;
import dev.maneki.resources.kinds.ApiTypes.PortNumber;
import dev.maneki.resources.kinds.ApiTypes.SectionName;
import dev.maneki.resources.schema.Checked;
import dev.maneki.resources.schema.Default;
import dev.maneki.resources.schema.Entries;
import dev.maneki.resources.schema.Given;
import dev.maneki.resources.schema.Items;
import dev.maneki.resources.schema.Named;
import dev.maneki.resources.schema.Required;
import dev.maneki.resources.schema.Rules;
import dev.maneki.resources.schema.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Listeners that traffic comes in by. Group gateway.networking.k8s.io, v1 and v1beta1. */
public record Gateway(@Given Origin origin, @Given Metadata metadata, Spec spec)
        implements Resource {

    /** {@code GatewaySpec}. */
    public record Spec(
            @Text(min = 1, max = 253) String gatewayClassName,
            @Required
                    @Items(
                            min = 1,
                            max = 64,
                            keys = "name",
                            duplicate = "Listener name must be unique within the Gateway")
                    List<Listener> listeners,
            @Items(max = 16) List<Address> addresses,
            Optional<Infrastructure> infrastructure,
            Optional<AllowedListeners> allowedListeners,
            Optional<GatewayTLS> tls,
            Optional<DefaultScope> defaultScope)
            implements Checked {

        @Override
        public void check(Rules rules) {
            GatewayChecks.checkListeners(rules, listeners);
            GatewayChecks.checkAddresses(rules, addresses);
        }
    }

    /**
     * A port, and what is spoken there for which host names.
     *
     * @param protocol HTTP, HTTPS, TLS, TCP, UDP, or a name with a domain before it
     * @param hostname empty for all
     */
    public record Listener(
            @SectionName String name,
            Optional<@HostName String> hostname,
            @PortNumber int port,
            @Text(
                            min = 1,
                            max = 255,
                            pattern =
                                    "^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9]+$",
                            called = "a protocol such as HTTP, HTTPS, TLS, TCP or UDP")
                    String protocol,
            Optional<ListenerTLS> tls,
            @Default("{\"namespaces\":{\"from\":\"Same\"}}") AllowedRoutes allowedRoutes) {}

    /** {@code ListenerTLSConfig}. */
    public record ListenerTLS(
            @Default("Terminate") TLSMode mode,
            @Items(max = 64) List<SecretReference> certificateRefs,
            @Entries(max = 16) Map<String, @AnnotationValue String> options)
            implements Checked {

        @Override
        public void check(Rules rules) {
            rules.require(
                    mode != TLSMode.TERMINATE || !certificateRefs.isEmpty() || !options.isEmpty(),
                    "",
                    "certificateRefs or options must be specified when mode is Terminate",
                    "add certificateRefs with the name of a Secret");
        }
    }

    /** Where TLS ends. */
    public enum TLSMode {
        TERMINATE("Terminate"),
        PASSTHROUGH("Passthrough");

        private final String text;

        TLSMode(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Which routes may attach to a listener.
     *
     * @param kinds empty for those of the protocol
     */
    public record AllowedRoutes(
            @Default("{\"from\":\"Same\"}") RouteNamespaces namespaces,
            @Items(max = 8) List<RouteGroupKind> kinds) {}

    /** {@code RouteNamespaces}. */
    public record RouteNamespaces(
            @Default("Same") FromNamespaces from, Optional<LabelSelector> selector) {}

    /** {@code FromNamespaces} for routes. */
    public enum FromNamespaces {
        ALL("All"),
        SELECTOR("Selector"),
        SAME("Same");

        private final String text;

        FromNamespaces(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** {@code RouteGroupKind}. */
    public record RouteGroupKind(
            @Default(Reference.GATEWAY_GROUP) @GroupName String group, @KindName String kind) {}

    /** Which ListenerSets may attach to the Gateway. */
    public record AllowedListeners(@Default("{\"from\":\"None\"}") ListenerNamespaces namespaces) {}

    /** {@code ListenerNamespaces}. */
    public record ListenerNamespaces(
            @Default("None") FromListenerNamespaces from, Optional<LabelSelector> selector) {}

    /** {@code FromNamespaces} for ListenerSets. */
    public enum FromListenerNamespaces {
        ALL("All"),
        SELECTOR("Selector"),
        SAME("Same"),
        NONE("None");

        private final String text;

        FromListenerNamespaces(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * {@code GatewaySpecAddress}.
     *
     * @param type IPAddress, Hostname, NamedAddress, or a name with a domain before it
     * @param value empty for one that the gateway chooses
     */
    public record Address(
            @Default("IPAddress")
                    @Text(
                            min = 1,
                            max = 253,
                            pattern =
                                    "^Hostname|IPAddress|NamedAddress|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
                            called = "an address type: IPAddress, Hostname or NamedAddress")
                    String type,
            Optional<@Text(max = 253) String> value)
            implements Checked {

        @Override
        public void check(Rules rules) {
            GatewayChecks.checkAddress(rules, this);
        }
    }

    /** {@code GatewayInfrastructure}: what is made for the Gateway bears these. */
    public record Infrastructure(
            @Entries(max = 8) Map<String, @LabelValue String> labels,
            @Entries(max = 16) Map<String, @AnnotationValue String> annotations,
            Optional<LocalObjectReference> parametersRef)
            implements Checked {

        @Override
        public void check(Rules rules) {
            GatewayChecks.checkKeys(rules, labels.keySet(), "labels", "Label", "label");
            GatewayChecks.checkKeys(
                    rules, annotations.keySet(), "annotations", "Annotation", "annotation");
        }
    }

    /** {@code GatewayTLSConfig}: for the Gateway as a whole. */
    public record GatewayTLS(Optional<BackendTLS> backend, Optional<FrontendTLS> frontend) {}

    /** The certificate that the gateway shows to backends. */
    public record BackendTLS(Optional<SecretReference> clientCertificateRef) {}

    /** How clients' certificates are checked, by default and on single ports. */
    public record FrontendTLS(
            @Named("default") ClientTLS byDefault,
            @Items(
                            max = 64,
                            keys = "port",
                            duplicate =
                                    "Port for TLS configuration must be unique within the Gateway")
                    List<PortTLS> perPort) {

        /** The configuration of a port. */
        public ClientTLS forPort(int port) {
            for (PortTLS each : perPort) {
                if (each.port() == port) {
                    return each.tls();
                }
            }
            return byDefault;
        }
    }

    /** {@code TLSPortConfig}. */
    public record PortTLS(@PortNumber int port, ClientTLS tls) {}

    /** {@code TLSConfig}; without validation clients are not asked for a certificate. */
    public record ClientTLS(Optional<ClientValidation> validation) {}

    /** {@code FrontendTLSValidation}. */
    public record ClientValidation(
            @Default("AllowValidOnly") ClientValidationMode mode,
            @Required @Items(min = 1, max = 16) List<ObjectReference> caCertificateRefs) {}

    /** Whether a client without a valid certificate comes in. */
    public enum ClientValidationMode {
        ALLOW_VALID_ONLY("AllowValidOnly"),
        ALLOW_INSECURE_FALLBACK("AllowInsecureFallback");

        private final String text;

        ClientValidationMode(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
