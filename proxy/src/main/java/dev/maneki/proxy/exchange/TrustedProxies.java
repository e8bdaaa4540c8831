package dev.maneki.proxy.exchange;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The networks whose word on the client's address is taken. Immutable. */
public final class TrustedProxies {
    /** Nobody. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private record Network(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / 8;
            for (int i = 0; i < whole; i++) {
                if (other[i] != address[i]) {
                    return false;
                }
            }
            int rest = bits % 8;
            return rest == 0
                    || ((other[whole] ^ address[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
        }
    }

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * Reads networks in CIDR form; a bare address is a network of one.
     *
     * @throws IllegalArgumentException naming the entry that is none
     */
    public static TrustedProxies of(List<String> cidrs) {
        if (cidrs.isEmpty()) {
            return NONE;
        }
        List<Network> networks = new ArrayList<>();
        for (String cidr : cidrs) {
            Network network = parse(cidr);
            if (network == null) {
                throw new IllegalArgumentException(
                        "'"
                                + cidr
                                + "' is no network: write it as 10.0.0.0/8, 192.0.2.1 or 2001:db8::/32");
            }
            networks.add(network);
        }
        return new TrustedProxies(networks);
    }

    private static @Nullable Network parse(String cidr) {
        int slash = cidr.indexOf('/');
        byte[] address =
                NetUtil.createByteArrayFromIpAddressString(
                        slash < 0 ? cidr : cidr.substring(0, slash));
        if (address == null) {
            return null;
        }
        int bits = address.length * 8;
        if (slash >= 0) {
            String length = cidr.substring(slash + 1);
            if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits) {
                return null;
            }
            bits = Integer.parseInt(length);
        }
        return new Network(address, bits);
    }

    /** Whether anyone at all is trusted. */
    public boolean any() {
        return !networks.isEmpty();
    }

    /** Whether this address is in one of the networks. */
    public boolean contains(InetAddress address) {
        return !networks.isEmpty() && contains(address.getAddress());
    }

    /** Whether this textual address is; what is no address is not. */
    public boolean contains(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes != null && contains(bytes);
    }

    private boolean contains(byte[] address) {
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
