package dev.maneki.translate.status;

/**
 * A socket to listen on.
 *
 * @param address an IP address, textual; empty for every address of the machine
 * @param port 1 to 65535
 */
public record ListenAddress(String address, int port) {
    /** {@code address:port}, with {@code *} for every address. */
    @Override
    public String toString() {
        if (address.isEmpty()) {
            return "*:" + port;
        }
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }
}
