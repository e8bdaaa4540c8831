package dev.maneki.translate.gatewayapi;

import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.routing.model.Limit;
import dev.maneki.translate.references.Resolution;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the ConfigMap of a {@code parametersRef} says: {@code trusted-proxies}, a list of networks
 * separated by commas, and {@code limit.<name>}, a number. Every other key is a mistake, as a
 * misspelt limit that is silently no limit is worse than a refused Gateway.
 *
 * @param trustedProxies absent where not set
 */
record Parameters(Optional<List<String>> trustedProxies, Map<String, Long> limits) {
    static final Parameters NONE = new Parameters(Optional.empty(), Map.of());

    private static final String TRUSTED_PROXIES = "trusted-proxies";
    private static final String LIMIT = "limit.";

    /** These, and for what they do not set, the defaults of the GatewayClass. */
    GatewaySettings over(Parameters defaults) {
        Map<String, Long> merged = new HashMap<>(defaults.limits);
        merged.putAll(limits);
        List<String> trusted = trustedProxies.or(defaults::trustedProxies).orElse(List.of());
        return new GatewaySettings(trusted, merged);
    }

    /**
     * Reads a ConfigMap's data.
     *
     * @param where names the ConfigMap in messages
     * @param limitNames the limits that may be set
     */
    static Resolution<Parameters> parse(
            String where, Map<String, String> data, Set<String> limitNames) {
        Optional<List<String>> trusted = Optional.empty();
        Map<String, Long> limits = new HashMap<>();
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, String> entry : new TreeMap<>(data).entrySet()) {
            String key = entry.getKey();
            String value = entry.getValue().strip();
            if (key.equals(TRUSTED_PROXIES)) {
                trusted = Optional.of(networks(value, faults));
            } else if (key.startsWith(LIMIT)
                    && limitNames.contains(key.substring(LIMIT.length()))) {
                number(key, value, faults)
                        .ifPresent(number -> limits.put(key.substring(LIMIT.length()), number));
            } else {
                faults.add("'" + key + "' is not known; write " + allowed(limitNames));
            }
        }
        return faults.isEmpty()
                ? Resolution.found(new Parameters(trusted, limits))
                : Resolution.refused(
                        Vocabulary.INVALID_PARAMETERS, where + ": " + String.join("; ", faults));
    }

    private static String allowed(Set<String> limitNames) {
        String limits = String.join(", ", limitNames.stream().sorted().toList());
        return TRUSTED_PROXIES
                + (limits.isEmpty() ? "" : ", or " + LIMIT + "NAME with a NAME of " + limits);
    }

    private static Optional<Long> number(String key, String value, List<String> faults) {
        Limit limit = Limit.named(key.substring(LIMIT.length()));
        OptionalLong number = limit == null ? OptionalLong.empty() : limit.parse(value);
        if (number.isPresent()) {
            return Optional.of(number.getAsLong());
        }
        String form =
                limit != null && limit.unit() == Limit.Unit.DURATION
                        ? "a time such as 500ms, 10s or 2m"
                        : "a whole number, 0 or more";
        faults.add("'" + key + "' is not " + form);
        return Optional.empty();
    }

    private static List<String> networks(String value, List<String> faults) {
        List<String> networks = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            String network = part.strip();
            if (isNetwork(network)) {
                networks.add(network);
            } else if (!value.isEmpty()) {
                faults.add(
                        "'"
                                + network
                                + "' in "
                                + TRUSTED_PROXIES
                                + " is not a network; write it as 10.0.0.0/8 or fd00::/8");
            }
        }
        return networks;
    }

    private static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return false;
        }
        String length = text.substring(slash + 1);
        if (length.isEmpty()
                || length.length() > 3
                || !length.chars().allMatch(Parameters::digit)) {
            return false;
        }
        Optional<InetAddress> address = IpAddresses.parse(text.substring(0, slash));
        return address.isPresent()
                && Integer.parseInt(length) <= address.get().getAddress().length * Byte.SIZE;
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }
}
