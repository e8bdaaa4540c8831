package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Given;
import dev.maneki.resources.schema.Rules;
import dev.maneki.resources.schema.Text;
import java.util.Optional;

/**
 * Which controller serves the Gateways of a class. Group gateway.networking.k8s.io, v1 and v1beta1.
 */
public record GatewayClass(@Given Origin origin, @Given Metadata metadata, Spec spec)
        implements Resource {

    /** {@code GatewayClassSpec}. */
    public record Spec(
            @Text(
                            min = 1,
                            max = 253,
                            pattern =
                                    "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
                            called = "a domain and a path, such as maneki.dev/gateway")
                    String controllerName,
            Optional<ObjectReference> parametersRef,
            Optional<@Text(max = 64) String> description) {}

    /** The controller of a class never changes: its Gateways would change hands unseen. */
    void checkUpdate(GatewayClass previous, Rules rules) {
        if (!spec.controllerName.equals(previous.spec.controllerName)) {
            rules.broken(
                    "spec.controllerName",
                    "Value is immutable",
                    "write "
                            + previous.spec.controllerName
                            + " again, or remove the GatewayClass and add it anew");
        }
    }
}
