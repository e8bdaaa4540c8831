package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.CorsPolicy;
import dev.maneki.resources.kinds.HTTPFilter;
import dev.maneki.resources.kinds.Service;
import dev.maneki.resources.kinds.TransportProtocol;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.Backend.EndpointSource;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.BackendTls;
import dev.maneki.routing.model.Certificate;
import dev.maneki.routing.model.Rpc;
import dev.maneki.routing.model.ServicePort;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.references.Missing;
import dev.maneki.translate.references.ReferenceGrants;
import dev.maneki.translate.references.Resolution;
import dev.maneki.translate.references.ServiceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What references to backends lead to. An answer equal to the one before is the same instance. */
final class Backends {
    private static final Optional<Rpc.Protocol> GRPC = Optional.of(Rpc.Protocol.GRPC);

    private final Snapshot snapshot;
    private final ReferenceGrants grants;
    private final BackendTlsPolicies policies;
    private final Map<String, Certificate> clientCertificates;
    private final Map<BackendQuery, Resolution<ResolvedBackend>> answers;
    private final Map<BackendQuery, Resolution<ResolvedBackend>> answersBefore;

    /**
     * With no answer yet.
     *
     * @param clientCertificates by {@link GatewayPlan#variant}
     * @param before the one for the snapshot before
     */
    Backends(
            Snapshot snapshot,
            ReferenceGrants grants,
            BackendTlsPolicies policies,
            Map<String, Certificate> clientCertificates,
            Optional<Backends> before) {
        this.snapshot = snapshot;
        this.grants = grants;
        this.policies = policies;
        this.clientCertificates = clientCertificates;
        this.answers = new HashMap<>();
        this.answersBefore = before.map(old -> old.answers).orElse(Map.of());
    }

    private Backends(Backends before, Snapshot now, Set<ServiceName> changed) {
        this.snapshot = now;
        this.grants = before.grants;
        this.policies = before.policies;
        this.clientCertificates = before.clientCertificates;
        this.answers = new HashMap<>(before.answers);
        this.answersBefore = before.answers;
        answers.keySet()
                .removeIf(
                        query ->
                                changed.contains(
                                        new ServiceName(query.toNamespace(), query.name())));
    }

    /** For a snapshot of which only these Services changed: all other answers stay. */
    Backends withServicesChanged(Snapshot now, Set<ServiceName> changed) {
        return new Backends(this, now, changed);
    }

    /** The backend, or why there is none. */
    Resolution<ResolvedBackend> resolve(BackendQuery query) {
        Resolution<ResolvedBackend> answer = answers.get(query);
        if (answer == null) {
            Resolution<ResolvedBackend> now = work(query);
            Resolution<ResolvedBackend> old = answersBefore.get(query);
            answer = old != null && now.equals(old) ? old : now;
            answers.put(query, answer);
        }
        return answer;
    }

    /** What a CorsPolicy says, if there is one of this name. */
    Optional<HTTPFilter.CORS> cors(CorsReference reference) {
        return snapshot.find(CorsPolicy.class, reference.namespace(), reference.name())
                .map(CorsPolicy::spec);
    }

    /** Why there is no CorsPolicy of this name. */
    String missing(CorsReference reference) {
        return Missing.message(snapshot, "CorsPolicy", reference.namespace(), reference.name());
    }

    private Resolution<ResolvedBackend> work(BackendQuery query) {
        if (!grants.permit(query.fromKind(), query.fromNamespace(), query)) {
            return Resolution.refused(
                    Vocabulary.REF_NOT_PERMITTED,
                    ReferenceGrants.refusal(query.fromKind(), query.fromNamespace(), query));
        }
        if (!query.refersTo("", "Service")) {
            return Resolution.refused(
                    Vocabulary.INVALID_KIND,
                    "a backend is a Service, not " + Kinds.describe(query.group(), query.kind()));
        }
        Optional<Service> service = snapshot.find(Service.class, query.toNamespace(), query.name());
        if (service.isEmpty()) {
            return Resolution.refused(
                    Vocabulary.BACKEND_NOT_FOUND,
                    Missing.message(snapshot, "Service", query.toNamespace(), query.name()));
        }
        return work(query, service.get());
    }

    private Resolution<ResolvedBackend> work(BackendQuery query, Service service) {
        boolean external = service.spec().type() == Service.Type.EXTERNAL_NAME;
        Optional<Service.Port> port =
                service.spec().ports().stream()
                        .filter(each -> each.port() == query.port())
                        .filter(each -> each.protocol() == TransportProtocol.TCP)
                        .findFirst();
        // An ExternalName is a name only; it needs no ports of its own.
        if (port.isEmpty() && !(external && service.spec().ports().isEmpty())) {
            return Resolution.refused(
                    Vocabulary.BACKEND_NOT_FOUND,
                    "Service "
                            + query.toNamespace()
                            + "/"
                            + query.name()
                            + " has no TCP port "
                            + query.port()
                            + "; it has "
                            + ports(service));
        }
        Optional<AppProtocol> app = AppProtocol.of(port.flatMap(Service.Port::appProtocol));
        if (app.isEmpty() || (query.grpc() && app.get().protocol() == Backend.Protocol.WEBSOCKET)) {
            return Resolution.refused(
                    Vocabulary.UNSUPPORTED_PROTOCOL,
                    "port "
                            + query
                            + " has appProtocol "
                            + port.flatMap(Service.Port::appProtocol).orElse("")
                            + ", which "
                            + (query.grpc() && query.fromKind().equals("HTTPRoute")
                                    ? "gRPC cannot use"
                                    : "no " + query.fromKind() + " can use"));
        }
        return switch (tls(query, service, port, app.get())) {
            case Resolution.Found<Optional<BackendTls>>(Optional<BackendTls> tls) ->
                    Resolution.found(resolved(query, service, port, app.get(), tls));
            case Resolution.Refused<Optional<BackendTls>>(Fault fault) ->
                    new Resolution.Refused<>(fault);
        };
    }

    /** How TLS is spoken, if it is. */
    private Resolution<Optional<BackendTls>> tls(
            BackendQuery query, Service service, Optional<Service.Port> port, AppProtocol app) {
        Optional<BackendTlsPolicies.Plan> plan =
                policies.inForce(service, port.flatMap(Service.Port::name));
        if (plan.isEmpty()) {
            return app.overTls()
                    ? Resolution.refused(
                            Vocabulary.UNSUPPORTED_PROTOCOL,
                            "port "
                                    + query
                                    + " speaks TLS, and no BackendTLSPolicy says which certificate"
                                    + " to expect")
                    : Resolution.found(Optional.empty());
        }
        if (plan.get().tls().isEmpty()) {
            return Resolution.refused(
                    "InvalidBackendTLSPolicy",
                    "BackendTLSPolicy "
                            + plan.get().policy().namespace()
                            + "/"
                            + plan.get().policy().name()
                            + " of "
                            + query
                            + " cannot be met: "
                            + plan.get().refusal().map(Fault::message).orElse(""));
        }
        Optional<Certificate> client = Optional.ofNullable(clientCertificates.get(query.variant()));
        return Resolution.found(plan.get().tls().map(tls -> withClient(tls, client)));
    }

    private static BackendTls withClient(BackendTls tls, Optional<Certificate> client) {
        return new BackendTls(
                tls.hostname(), tls.caCertificatesPem(), tls.subjectAltNames(), client);
    }

    private ResolvedBackend resolved(
            BackendQuery query,
            Service service,
            Optional<Service.Port> port,
            AppProtocol app,
            Optional<BackendTls> tls) {
        Backend backend = build(query, service, port, app, tls);
        RpcAnnotations own = RpcAnnotations.of(service);
        Optional<Rpc.Protocol> protocol =
                app.rpc().or(() -> query.grpc() ? GRPC : Optional.empty());
        if (protocol.isEmpty() || own.off() || query.rpc().off()) {
            return new ResolvedBackend(backend, Optional.empty(), "");
        }
        DescriptorSets.Found schema =
                query.rpc().descriptorSet().isEmpty()
                        ? DescriptorSets.find(snapshot, query.toNamespace(), own.descriptorSet())
                        : DescriptorSets.find(
                                snapshot, query.fromNamespace(), query.rpc().descriptorSet());
        return new ResolvedBackend(
                backend, Optional.of(new Rpc(protocol.get(), schema.schema())), schema.fault());
    }

    private static Backend build(
            BackendQuery query,
            Service service,
            Optional<Service.Port> port,
            AppProtocol app,
            Optional<BackendTls> tls) {
        boolean forced =
                query.grpc() && app.protocol() == Backend.Protocol.HTTP1 && app.rpc().isEmpty();
        // Without TLS there is nothing to show a client certificate to.
        String gateway = tls.isPresent() ? query.variant() : "";
        String variant = forced ? (gateway.isEmpty() ? "grpc" : "grpc," + gateway) : gateway;
        return new Backend(
                new BackendId(query.toNamespace(), query.name(), query.port(), variant),
                forced ? Backend.Protocol.HTTP2 : app.protocol(),
                tls,
                source(query, service, port));
    }

    private static EndpointSource source(
            BackendQuery query, Service service, Optional<Service.Port> port) {
        if (service.spec().type() == Service.Type.EXTERNAL_NAME) {
            int target =
                    port.flatMap(Service.Port::targetPort)
                            .map(each -> each.number().orElse(query.port()))
                            .orElse(query.port());
            return new EndpointSource.External(service.spec().externalName().orElse(""), target);
        }
        return new EndpointSource.Slices(
                new ServicePort(query.toNamespace(), query.name(), query.port()));
    }

    private static String ports(Service service) {
        List<Service.Port> ports = service.spec().ports();
        return ports.isEmpty()
                ? "none"
                : ports.stream()
                        .map(port -> port.protocol() + " " + port.port())
                        .collect(Collectors.joining(", "));
    }
}
