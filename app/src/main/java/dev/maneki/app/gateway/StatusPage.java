package dev.maneki.app.gateway;

import dev.maneki.app.admin.StatusFilter;
import dev.maneki.app.configuration.Findings;
import dev.maneki.app.output.Tree;
import dev.maneki.resources.Finding;
import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.KindType;
import dev.maneki.resources.kinds.Origin;
import dev.maneki.resources.kinds.Resource;
import dev.maneki.resources.kinds.Route;
import dev.maneki.routing.model.Port;
import dev.maneki.translate.status.ListenAddress;
import dev.maneki.translate.status.ResourceStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What {@code maneki status} shows: sockets, and resources with their status and findings. */
final class StatusPage {
    private final Served served;
    private final StatusFilter filter;
    private final Map<ResourceId, List<Finding>> findings = new HashMap<>();
    private final List<Finding> homeless = new ArrayList<>();

    StatusPage(Served served, StatusFilter filter) {
        this.served = served;
        this.filter = filter;
        for (Finding finding : served.configuration().findings()) {
            finding.resource()
                    .ifPresentOrElse(
                            id ->
                                    findings.computeIfAbsent(id, key -> new ArrayList<>())
                                            .add(finding),
                            () -> homeless.add(finding));
        }
    }

    Tree.Fields tree() {
        return Tree.object()
                .with("configuration", configuration())
                .with("sockets", served.portsInOrder().stream().map(this::socket).toList())
                .with("resources", resources())
                .with("findings", homeless.stream().map(Findings::tree).toList())
                .build();
    }

    private Tree configuration() {
        return Tree.object()
                .with("number", served.configuration().number())
                .with("since", served.since().toString())
                .with("files", served.configuration().content().files())
                .with("resources", served.configuration().content().snapshot().size())
                .with("refused", served.configuration().refused())
                .build();
    }

    private Tree socket(Port port) {
        ListenAddress address = new ListenAddress(port.address(), port.number());
        String failure = served.failures().get(address);
        return Tree.object()
                .with("address", address.toString())
                .with("protocol", port.protocol().toString())
                .with("state", failure == null ? "Listening" : "Failed")
                .with(
                        "listeners",
                        Tree.texts(
                                port.listeners().stream()
                                        .map(listener -> listener.id().toString())
                                        .toList()))
                .withText("message", failure == null ? "" : failure)
                .build();
    }

    private List<Tree> resources() {
        Map<ResourceId, Optional<Resource>> all = new TreeMap<>();
        for (KindType kind : KindType.all()) {
            for (Resource resource : served.configuration().content().snapshot().all(kind.type())) {
                all.put(resource.id(), Optional.of(resource));
            }
        }
        // Refused, and never had a good version.
        findings.keySet().forEach(id -> all.putIfAbsent(id, Optional.empty()));
        List<Tree> trees = new ArrayList<>();
        all.forEach(
                (id, resource) -> {
                    if (isWanted(id, resource)) {
                        trees.add(resource(id, resource));
                    }
                });
        return trees;
    }

    /** Without a filter, what has nothing to say is left out: Services, Secrets, endpoints. */
    private boolean isWanted(ResourceId id, Optional<Resource> resource) {
        if (!filter.takes(id.kind(), id.namespace(), id.name())) {
            return false;
        }
        return !filter.kind().isEmpty()
                || findings.containsKey(id)
                || served.status().of(id).isPresent()
                || resource.filter(Route.class::isInstance).isPresent();
    }

    private Tree resource(ResourceId id, Optional<Resource> resource) {
        Optional<ResourceStatus> status = served.status().of(id);
        List<Finding> about = findings.getOrDefault(id, List.of());
        Health health = health(id, resource, status, about);
        Tree.Builder tree =
                Tree.object()
                        .with("kind", id.kind())
                        .withText("namespace", id.namespace())
                        .with("name", id.name())
                        .with("state", health.state())
                        .withText("message", health.message());
        resource.ifPresentOrElse(
                known -> tree.with("file", place(known.origin())),
                () -> tree.with("file", about.getFirst().position().toString()));
        status.ifPresent(of -> tree.with("status", StatusTree.of(of)));
        return tree.with("findings", about.stream().map(Findings::tree).toList()).build();
    }

    private Health health(
            ResourceId id,
            Optional<Resource> resource,
            Optional<ResourceStatus> status,
            List<Finding> about) {
        Optional<Finding> error = about.stream().filter(Finding::isError).findFirst();
        if (resource.isEmpty()) {
            return error.map(refusal -> new Health("Refused", refusal.message()))
                    // Nothing is wrong with it: its kind is not one that is read.
                    .orElseGet(() -> new Health("Ignored", about.getFirst().message()));
        }
        if (served.configuration().content().retained().contains(id)) {
            // A file that does not parse says nothing about the resources in it.
            Optional<Finding> why =
                    error.or(() -> resource.flatMap(known -> ofFile(known.origin().file())));
            return new Health(
                    "Outdated",
                    "its last good version is served: "
                            + why.map(Finding::message).orElse("its text is refused"));
        }
        Health health =
                status.map(Health::of).orElseGet(() -> Health.withoutStatus(resource.get()));
        if (status.isEmpty() && error.isPresent()) {
            return new Health("Invalid", error.get().message());
        }
        return health.message().isEmpty() && !about.isEmpty()
                ? new Health(health.state(), about.getFirst().message())
                : health;
    }

    private Optional<Finding> ofFile(String file) {
        return homeless.stream()
                .filter(finding -> finding.position().file().equals(file))
                .findFirst();
    }

    private static String place(Origin origin) {
        return origin.file() + ":" + origin.source().line();
    }
}
