package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Gateway;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a Gateway is to be bound ({@code spec.addresses}).
 *
 * @param toBind IP addresses, with one empty text for every address of the machine
 * @param unsupported why the Gateway is not accepted: an address of a type that cannot be bound
 * @param unusable why it is not programmed: an address that is none
 */
record Addresses(List<String> toBind, Optional<Fault> unsupported, Optional<Fault> unusable) {
    private static final String ANY = "";

    static Addresses of(Gateway gateway, List<Problem> problems) {
        List<String> toBind = new ArrayList<>();
        List<Fault> unsupported = new ArrayList<>();
        List<Fault> unusable = new ArrayList<>();
        List<Gateway.Address> asked = gateway.spec().addresses();
        for (int i = 0; i < asked.size(); i++) {
            String field = "spec.addresses[" + i + "]";
            String value = asked.get(i).value().orElse(ANY);
            if (!asked.get(i).type().equals("IPAddress")) {
                String message =
                        "addresses of type "
                                + asked.get(i).type()
                                + " cannot be bound; write type IPAddress";
                unsupported.add(new Fault("UnsupportedAddress", message));
                problems.add(Problem.warning(gateway, field, message));
            } else if (!value.isEmpty() && IpAddresses.parse(value).isEmpty()) {
                String message = "'" + value + "' is no IP address";
                unusable.add(new Fault("AddressNotUsable", message));
                problems.add(Problem.error(gateway, field, message));
            } else if (!toBind.contains(value)) {
                toBind.add(value);
            }
        }
        if (asked.isEmpty()) {
            toBind.add(ANY);
        }
        return new Addresses(List.copyOf(toBind), Fault.join(unsupported), Fault.join(unusable));
    }
}
