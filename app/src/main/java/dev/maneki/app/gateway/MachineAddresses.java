package dev.maneki.app.gateway;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The addresses by which a Gateway that listens on all of them can be reached. */
final class MachineAddresses {
    private MachineAddresses() {}

    /** IP addresses, textual; the loopback address where there is no other. */
    static List<String> all() {
        List<String> addresses = new ArrayList<>();
        try {
            for (NetworkInterface device :
                    Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (device.isUp() && !device.isLoopback()) {
                    for (InetAddress address : Collections.list(device.getInetAddresses())) {
                        if (!address.isLinkLocalAddress()) {
                            addresses.add(withoutScope(address.getHostAddress()));
                        }
                    }
                }
            }
        } catch (SocketException notTold) {
            // Then the loopback address must do.
        }
        return addresses.isEmpty() ? List.of("127.0.0.1") : List.copyOf(addresses);
    }

    /** Java names the device behind a percent sign, which means something on this machine only. */
    private static String withoutScope(String address) {
        int scope = address.indexOf('%');
        return scope < 0 ? address : address.substring(0, scope);
    }
}
