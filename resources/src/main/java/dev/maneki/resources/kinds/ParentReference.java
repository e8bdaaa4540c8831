package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.GroupName;
import dev.maneki.resources.kinds.ApiTypes.KindName;
import dev.maneki.resources.kinds.ApiTypes.NamespaceName;
import dev.maneki.resources.kinds.ApiTypes.ObjectName;
import dev.maneki.resources.kinds.ApiTypes.PortNumber;
import dev.maneki.resources.kinds.ApiTypes.SectionName;
import dev.maneki.resources.schema.Default;
import java.util.Optional;
import java.util.OptionalInt;

/** The Gateway (or other parent) that a route wants to be attached to. */
public record ParentReference(
        @Default(GATEWAY_GROUP) @GroupName String group,
        @Default("Gateway") @KindName String kind,
        Optional<@NamespaceName String> namespace,
        @ObjectName String name,
        Optional<@SectionName String> sectionName,
        @PortNumber OptionalInt port)
        implements Reference {

    boolean sameTarget(ParentReference other) {
        return group.equals(other.group)
                && kind.equals(other.kind)
                && name.equals(other.name)
                && namespace.equals(other.namespace);
    }
}
