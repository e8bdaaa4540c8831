package dev.maneki.connect.netty;

import dev.maneki.connect.netty.pool.Connector;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;

/** Resolves names as the JDK does: by what the system is set up to ask, which may block. */
final class Addresses {
    private Addresses() {}

    /** Tells a host's addresses, or the answer of the failure, on the loop. */
    static void of(
            String host, EventLoop loop, Connector.Answer answer, Consumer<InetAddress[]> then) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            try {
                then.accept(new InetAddress[] {InetAddress.getByAddress(host, literal)});
            } catch (UnknownHostException e) {
                answer.failed(e);
            }
            return;
        }
        Thread.ofVirtual().name("resolve " + host).start(() -> resolve(host, loop, answer, then));
    }

    private static void resolve(
            String host, EventLoop loop, Connector.Answer answer, Consumer<InetAddress[]> then) {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            loop.execute(() -> then.accept(addresses));
        } catch (UnknownHostException e) {
            loop.execute(() -> answer.failed(e));
        }
    }
}
