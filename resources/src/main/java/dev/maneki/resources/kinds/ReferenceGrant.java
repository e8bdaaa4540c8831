package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.GroupName;
import dev.maneki.resources.kinds.ApiTypes.KindName;
import dev.maneki.resources.kinds.ApiTypes.NamespaceName;
import dev.maneki.resources.kinds.ApiTypes.ObjectName;
import dev.maneki.resources.schema.Given;
import dev.maneki.resources.schema.Items;
import dev.maneki.resources.schema.Required;
import java.util.List;
import java.util.Optional;

/**
 * Resources of other namespaces may refer into this one. Group gateway.networking.k8s.io, v1 and
 * v1beta1.
 */
public record ReferenceGrant(@Given Origin origin, @Given Metadata metadata, Spec spec)
        implements Resource {

    /** {@code ReferenceGrantSpec}: each of {@code from} may refer to each of {@code to}. */
    public record Spec(
            @Required @Items(min = 1, max = 16) List<From> from,
            @Required @Items(min = 1, max = 16) List<To> to) {}

    /** Who may refer. */
    public record From(
            @GroupName String group, @KindName String kind, @NamespaceName String namespace) {}

    /** What may be referred to; all of the kind without a name. */
    public record To(
            @GroupName String group, @KindName String kind, Optional<@ObjectName String> name) {}
}
