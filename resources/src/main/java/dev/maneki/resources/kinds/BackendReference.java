package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.GroupName;
import dev.maneki.resources.kinds.ApiTypes.KindName;
import dev.maneki.resources.kinds.ApiTypes.NamespaceName;
import dev.maneki.resources.kinds.ApiTypes.ObjectName;
import dev.maneki.resources.kinds.ApiTypes.PortNumber;
import dev.maneki.resources.schema.Checked;
import dev.maneki.resources.schema.Default;
import dev.maneki.resources.schema.Rules;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code BackendObjectReference}: a Service, or another kind that answers requests. */
public record BackendReference(
        @Default("") @GroupName String group,
        @Default("Service") @KindName String kind,
        @ObjectName String name,
        Optional<@NamespaceName String> namespace,
        @PortNumber OptionalInt port)
        implements PortReference, Checked {

    @Override
    public void check(Rules rules) {
        checkPort(rules);
    }
}
