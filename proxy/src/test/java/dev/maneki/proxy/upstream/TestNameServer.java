package dev.maneki.proxy.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A name server on loopback that answers any name alike, by the type of the question. */
final class TestNameServer implements AutoCloseable {
    static final int A = 1;
    static final int AAAA = 28;

    private static final int NO_ERROR = 0;
    private static final int SERVER_FAILURE = 2;

    /** What a question of one type gets: an address, or a response code and none. */
    private record Answer(byte[] address, int code) {}

    private static final Answer NOTHING = new Answer(new byte[0], NO_ERROR);

    private final DatagramSocket socket;
    private final Map<Integer, Answer> answers = new ConcurrentHashMap<>();

    TestNameServer() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::serve);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    TestNameServer address(int type, String address) throws IOException {
        answers.put(type, new Answer(InetAddress.getByName(address).getAddress(), NO_ERROR));
        return this;
    }

    TestNameServer nothing(int type) {
        answers.put(type, NOTHING);
        return this;
    }

    TestNameServer fails(int type) {
        answers.put(type, new Answer(new byte[0], SERVER_FAILURE));
        return this;
    }

    private void serve() {
        byte[] room = new byte[512];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(room, room.length);
                socket.receive(packet);
                byte[] reply = reply(Arrays.copyOf(room, packet.getLength()));
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // As it should, in the end.
        }
    }

    /** RFC 1035 section 4.1, of a query with one question. */
    private byte[] reply(byte[] query) {
        int end = 12;
        while (query[end] != 0) {
            end += query[end] + 1;
        }
        int type = ByteBuffer.wrap(query).getShort(end + 1);
        Answer answer = answers.getOrDefault(type, NOTHING);
        int count = answer.address.length == 0 ? 0 : 1;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Arrays.copyOf(query, 2));
        out.writeBytes(
                new byte[] {
                    (byte) 0x85, (byte) (0x80 | answer.code), 0, 1, 0, (byte) count, 0, 0, 0, 0
                });
        out.writeBytes(Arrays.copyOfRange(query, 12, end + 5));
        if (count == 1) {
            // A pointer to the name above, the type, class IN, a second to live.
            out.writeBytes(
                    new byte[] {
                        (byte) 0xc0,
                        12,
                        0,
                        (byte) type,
                        0,
                        1,
                        0,
                        0,
                        0,
                        1,
                        0,
                        (byte) answer.address.length
                    });
            out.writeBytes(answer.address);
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
