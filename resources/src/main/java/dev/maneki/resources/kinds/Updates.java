package dev.maneki.resources.kinds;

import dev.maneki.resources.Finding;
import dev.maneki.resources.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which changes of a resource the API forbids: the transition rules of its CRDs. */
public final class Updates {
    private Updates() {}

    /** Errors where the change from one version to the next is not allowed. */
    public static List<Finding> check(Resource previous, Resource next) {
        List<Finding> findings = new ArrayList<>(0);
        if (previous instanceof GatewayClass before && next instanceof GatewayClass after) {
            after.checkUpdate(
                    before,
                    (field, message, remedy) ->
                            findings.add(
                                    new Finding(
                                            Severity.ERROR,
                                            next.locate(field),
                                            Optional.of(next.id()),
                                            field,
                                            message,
                                            remedy)));
        }
        return findings;
    }
}
