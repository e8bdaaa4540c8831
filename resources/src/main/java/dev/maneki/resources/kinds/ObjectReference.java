package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.GroupName;
import dev.maneki.resources.kinds.ApiTypes.KindName;
import dev.maneki.resources.kinds.ApiTypes.NamespaceName;
import dev.maneki.resources.kinds.ApiTypes.ObjectName;
import java.util.Optional;

/** A reference to an object of any kind, perhaps in another namespace. */
public record ObjectReference(
        @GroupName String group,
        @KindName String kind,
        @ObjectName String name,
        Optional<@NamespaceName String> namespace)
        implements Reference {}
