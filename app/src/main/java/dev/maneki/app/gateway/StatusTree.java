package dev.maneki.app.gateway;

import dev.maneki.app.output.Tree;
import dev.maneki.resources.kinds.ParentReference;
import dev.maneki.translate.status.Condition;
import dev.maneki.translate.status.ResourceStatus;
import java.util.List;

/** A resource's status in the shape that the API gives it. */
final class StatusTree {
    private StatusTree() {}

    static Tree.Fields of(ResourceStatus status) {
        return switch (status) {
            case ResourceStatus.OfGatewayClass of ->
                    Tree.object()
                            .with("conditions", conditions(of.conditions()))
                            .with(
                                    "supportedFeatures",
                                    of.supportedFeatures().stream()
                                            .map(name -> Tree.object().with("name", name).build())
                                            .toList())
                            .build();
            case ResourceStatus.OfGateway of ->
                    Tree.object()
                            .with("addresses", of.addresses().stream().map(StatusTree::of).toList())
                            .with("conditions", conditions(of.conditions()))
                            .with("listeners", of.listeners().stream().map(StatusTree::of).toList())
                            .build();
            case ResourceStatus.OfRoute of ->
                    Tree.object()
                            .with(
                                    "parents",
                                    of.parents().stream()
                                            .map(
                                                    parent ->
                                                            about(
                                                                    "parentRef",
                                                                    parent.parentRef(),
                                                                    parent.controllerName(),
                                                                    parent.conditions()))
                                            .toList())
                            .build();
            case ResourceStatus.OfPolicy of ->
                    Tree.object()
                            .with(
                                    "ancestors",
                                    of.ancestors().stream()
                                            .map(
                                                    ancestor ->
                                                            about(
                                                                    "ancestorRef",
                                                                    ancestor.ancestorRef(),
                                                                    ancestor.controllerName(),
                                                                    ancestor.conditions()))
                                            .toList())
                            .build();
        };
    }

    private static Tree of(ResourceStatus.Address address) {
        return Tree.object().with("type", address.type()).with("value", address.value()).build();
    }

    private static Tree of(ResourceStatus.OfListener listener) {
        return Tree.object()
                .with("name", listener.name())
                .with("attachedRoutes", listener.attachedRoutes())
                .with(
                        "supportedKinds",
                        listener.supportedKinds().stream()
                                .map(
                                        kind ->
                                                Tree.object()
                                                        .with("group", kind.group())
                                                        .with("kind", kind.kind())
                                                        .build())
                                .toList())
                .with("conditions", conditions(listener.conditions()))
                .build();
    }

    private static Tree about(
            String name,
            ParentReference reference,
            String controllerName,
            List<Condition> conditions) {
        Tree.Builder parent =
                Tree.object().with("group", reference.group()).with("kind", reference.kind());
        reference.namespace().ifPresent(namespace -> parent.with("namespace", namespace));
        parent.with("name", reference.name());
        reference.sectionName().ifPresent(section -> parent.with("sectionName", section));
        reference.port().ifPresent(port -> parent.with("port", port));
        return Tree.object()
                .with(name, parent.build())
                .with("controllerName", controllerName)
                .with("conditions", conditions(conditions))
                .build();
    }

    private static List<Tree> conditions(List<Condition> conditions) {
        return conditions.stream()
                .<Tree>map(
                        condition ->
                                Tree.object()
                                        .with("type", condition.type())
                                        .with("status", condition.status().toString())
                                        .with("reason", condition.reason())
                                        .with("message", condition.message())
                                        .with("observedGeneration", condition.observedGeneration())
                                        .build())
                .toList();
    }
}
