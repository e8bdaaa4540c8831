package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.IpLiteral;
import dev.maneki.resources.schema.Patterns;
import dev.maneki.resources.schema.Rules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The cross-field rules of Gateway. */
final class GatewayChecks {
    private static final Set<String> WITHOUT_TLS = Set.of("HTTP", "TCP", "UDP");
    private static final Set<String> WITHOUT_HOSTNAME = Set.of("TCP", "UDP");

    private static final String HOSTNAME =
            "^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    private static final Patterns.Matcher QUALIFIED_KEY =
            Patterns.of(
                    "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$");

    private GatewayChecks() {}

    static void checkListeners(Rules rules, List<Gateway.Listener> listeners) {
        Set<List<Object>> seen = new HashSet<>();
        for (int i = 0; i < listeners.size(); i++) {
            Gateway.Listener listener = listeners.get(i);
            checkListener(rules, listener, "listeners[" + i + "]");
            if (!seen.add(List.of(listener.port(), listener.protocol(), listener.hostname()))) {
                rules.broken(
                        "listeners[" + i + "]",
                        "Combination of port, protocol and hostname must be unique for each listener",
                        "choose another port, or another hostname");
            }
        }
    }

    private static void checkListener(Rules rules, Gateway.Listener listener, String field) {
        String protocol = listener.protocol();
        if (listener.tls().isPresent() && WITHOUT_TLS.contains(protocol)) {
            rules.broken(
                    field + ".tls",
                    "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
                    "remove tls, or write protocol: HTTPS");
        }
        if (protocol.equals("HTTPS")
                && listener.tls().isPresent()
                && listener.tls().get().mode() != Gateway.TLSMode.TERMINATE) {
            rules.broken(
                    field + ".tls.mode",
                    "tls mode must be Terminate for protocol HTTPS",
                    "write mode: Terminate, or protocol: TLS");
        }
        if (protocol.equals("TLS") && listener.tls().isEmpty()) {
            rules.broken(
                    field + ".tls",
                    "tls mode must be set for protocol TLS",
                    "add tls with mode: Terminate or mode: Passthrough");
        }
        if (listener.hostname().isPresent() && WITHOUT_HOSTNAME.contains(protocol)) {
            rules.broken(
                    field + ".hostname",
                    "hostname must not be specified for protocols ['TCP', 'UDP']",
                    "remove hostname");
        }
    }

    static void checkAddresses(Rules rules, List<Gateway.Address> addresses) {
        for (String type : List.of("IPAddress", "Hostname")) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < addresses.size(); i++) {
                Gateway.Address address = addresses.get(i);
                if (address.type().equals(type) && address.value().isPresent()) {
                    if (!seen.add(address.value().get())) {
                        rules.broken(
                                "addresses[" + i + "].value",
                                type + " values must be unique",
                                "remove one of the two");
                    }
                }
            }
        }
    }

    static void checkAddress(Rules rules, Gateway.Address address) {
        if (address.value().isEmpty()) {
            return;
        }
        String value = address.value().get();
        if (address.type().equals("IPAddress") && !IpLiteral.isAddress(value)) {
            rules.broken(
                    "value",
                    "'" + value + "' is not an IP address",
                    "write an IPv4 or IPv6 address, or type: Hostname");
        }
        rules.require(
                !address.type().equals("Hostname") || Patterns.of(HOSTNAME).matches(value),
                "value",
                "Hostname value must be empty or contain only valid characters (matching "
                        + HOSTNAME
                        + ")",
                "write a host name in lower case");
    }

    static void checkKeys(
            Rules rules, Set<String> keys, String field, String named, String inSentence) {
        for (String key : keys) {
            if (!QUALIFIED_KEY.matches(key)) {
                rules.broken(
                        field,
                        named
                                + " keys must be in the form of an optional DNS subdomain prefix"
                                + " followed by a required name segment of up to 63 characters.",
                        "rename '" + key + "'");
            }
            int slash = key.indexOf('/');
            int prefix = slash < 0 ? key.length() : slash;
            if (prefix >= 253) {
                rules.broken(
                        field,
                        "If specified, the "
                                + inSentence
                                + " key's prefix must be a DNS subdomain not longer than 253"
                                + " characters in total.",
                        "shorten it");
            }
        }
    }
}
