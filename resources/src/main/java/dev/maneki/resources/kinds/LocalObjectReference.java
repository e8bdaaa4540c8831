package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.GroupName;
import dev.maneki.resources.kinds.ApiTypes.KindName;
import dev.maneki.resources.kinds.ApiTypes.ObjectName;
import java.util.Optional;

/** A reference to an object of any kind in the namespace of the referrer. */
public record LocalObjectReference(
        @GroupName String group, @KindName String kind, @ObjectName String name)
        implements Reference {

    @Override
    public Optional<String> namespace() {
        return Optional.empty();
    }
}
