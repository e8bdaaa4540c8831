package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.GroupName;
import dev.maneki.resources.kinds.ApiTypes.KindName;
import dev.maneki.resources.kinds.ApiTypes.NamespaceName;
import dev.maneki.resources.kinds.ApiTypes.ObjectName;
import dev.maneki.resources.schema.Default;
import java.util.Optional;

/** A reference to a Secret, or to another kind that holds a certificate. */
public record SecretReference(
        @Default("") @GroupName String group,
        @Default("Secret") @KindName String kind,
        @ObjectName String name,
        Optional<@NamespaceName String> namespace)
        implements Reference {}
