package dev.maneki.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.tls.TlsProvider;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.Limit;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListenSocketsIT {
    private final EchoConnection.Factory factory = new EchoConnection.Factory();
    private Workers workers = Workers.start(2, Transport.best(), Limits.DEFAULT, Optional.empty());
    private ListenSockets sockets = new ListenSockets(workers, TlsProvider.best(), factory);

    @AfterEach
    void close() {
        sockets.drain(Duration.ZERO);
        workers.close();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void acceptsOnEitherTransport(Transport transport) throws IOException {
        use(transport);

        int port = open(FixedPort.http("127.0.0.1", 0));

        try (Socket client = connect(port)) {
            send(client, "GET / HTTP/1.1\r\n\r\n");
            assertThat(line(client)).isEqualTo("HTTP1");
            assertThat(line(client)).isEqualTo("GET / HTTP/1.1\r");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void acceptsMoreAtOnceThanOneRoundOfTheEventLoopTakes(Transport transport) throws IOException {
        use(transport);
        int port = open(FixedPort.http("127.0.0.1", 0));
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                clients.add(connect(port));
            }
            for (Socket client : clients) {
                send(client, "GET / HTTP/1.1\r\n\r\n");
            }
            for (Socket client : clients) {
                assertThat(line(client)).isEqualTo("HTTP1");
            }
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void tellsHttp2ByItsPrefaceWhereverTheBytesAreCut() throws IOException {
        int port = open(FixedPort.http("127.0.0.1", 0));
        String preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

        for (int cut = 1; cut <= preface.length(); cut++) {
            try (Socket client = connect(port)) {
                send(client, preface.substring(0, cut));
                settle(client);
                send(client, preface.substring(cut) + "rest");
                assertThat(line(client)).as("cut at %d", cut).isEqualTo("HTTP2");
                assertThat(exactly(client, preface.length() + 4)).isEqualTo(preface + "rest");
            }
        }
    }

    @Test
    void takesWhatOnlyBeginsLikeThePrefaceForHttp1() throws IOException {
        int port = open(FixedPort.http("127.0.0.1", 0));
        String preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

        for (int cut = 1; cut < preface.length(); cut++) {
            try (Socket client = connect(port)) {
                String request = preface.substring(0, cut) + "!";
                send(client, request.substring(0, 1));
                settle(client);
                send(client, request.substring(1));
                assertThat(line(client)).isEqualTo("HTTP1");
                assertThat(exactly(client, request.length())).isEqualTo(request);
            }
        }
    }

    @Test
    void closesAConnectionThatNeverFinishesItsPreface() throws IOException {
        int port = open(FixedPort.http("127.0.0.1", 0).limit(Limit.HEADER_TIMEOUT, 50));

        try (Socket client = connect(port)) {
            send(client, "PRI");
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(hits(Limit.HEADER_TIMEOUT)).isEqualTo(1);
    }

    @Test
    void closesAConnectionThatSaysNothing() throws IOException {
        int port = open(FixedPort.http("127.0.0.1", 0).limit(Limit.IDLE_TIMEOUT, 50));

        try (Socket client = connect(port)) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(hits(Limit.IDLE_TIMEOUT)).isEqualTo(1);
    }

    @Test
    void namesThePortThatAnotherSocketHolds() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int number = other.getLocalPort();

            PortState state =
                    sockets.apply(List.of(FixedPort.http("127.0.0.1", number))).getFirst();

            assertThat(state.bound()).isEmpty();
            assertThat(state.error().orElseThrow())
                    .startsWith("127.0.0.1:" + number + " is already in use")
                    .contains("choose another port");
        }
    }

    @Test
    void doesNotShareAPortWithAnotherProcessThatWouldShareIt() throws IOException {
        try (Workers others =
                Workers.start(1, Transport.best(), Limits.DEFAULT, Optional.empty())) {
            ListenSockets other = new ListenSockets(others, TlsProvider.best(), factory);
            int number =
                    other.apply(List.of(FixedPort.http("127.0.0.1", 0)))
                            .getFirst()
                            .bound()
                            .orElseThrow()
                            .getPort();

            PortState state =
                    sockets.apply(List.of(FixedPort.http("127.0.0.1", number))).getFirst();

            assertThat(state.error().orElseThrow()).contains("already in use");
        }
    }

    @Test
    void opensAPortAtTheNextCallOnceItIsFree() throws IOException {
        FixedPort wanted;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            wanted = FixedPort.http("127.0.0.1", other.getLocalPort());
            assertThat(sockets.apply(List.of(wanted)).getFirst().error()).isPresent();
        }

        assertThat(sockets.apply(List.of(wanted)).getFirst().error()).isEmpty();
    }

    @Test
    void saysThatAnAddressIsNotOfThisMachine() {
        PortState state = sockets.apply(List.of(FixedPort.http("192.0.2.1", 18080))).getFirst();

        assertThat(state.error().orElseThrow())
                .startsWith("192.0.2.1:18080 is not an address of this machine");
    }

    @Test
    void saysThatAnAddressIsNone() {
        PortState state = sockets.apply(List.of(FixedPort.http("localhost", 18080))).getFirst();

        assertThat(state.error().orElseThrow()).startsWith("\"localhost\" is not an IP address");
    }

    @Test
    void listensOnEveryAddressAndOnOneOfThemByTheSameNumber() throws IOException {
        FixedPort one = FixedPort.http("127.0.0.1", 0);
        int number = open(one);
        sockets.apply(List.of());
        FixedPort specific = FixedPort.http("127.0.0.1", number);
        FixedPort every = FixedPort.http("", number);

        List<PortState> states = sockets.apply(List.of(every, specific));

        assertThat(states).allSatisfy(state -> assertThat(state.error()).isEmpty());
        try (Socket client = connect(number)) {
            send(client, "x");
            assertThat(line(client)).isEqualTo("HTTP1");
        }
        assertThat(factory.connections.element().listenContext()).isSameAs(specific);
        try (Socket client = new Socket(InetAddress.getByName("127.0.0.2"), number)) {
            send(client, "x");
            assertThat(line(client)).isEqualTo("HTTP1");
        }
    }

    @Test
    void listensOnIpv6AndIpv4ByTheEmptyAddress() throws IOException {
        assumeThat(NetUtil.isIpV4StackPreferred()).isFalse();
        int number = open(FixedPort.http("", 0));

        for (String address : List.of("127.0.0.1", "::1")) {
            try (Socket client = new Socket(InetAddress.getByName(address), number)) {
                send(client, "x");
                assertThat(line(client)).isEqualTo("HTTP1");
            }
        }
        assertThat(factory.connections)
                .extracting(connection -> connection.remoteAddress().getAddress().getHostAddress())
                .containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @Test
    void leavesOtherPortsAloneWhenOneIsClosed() throws IOException {
        FixedPort kept = FixedPort.http("127.0.0.1", 0);
        FixedPort removed = FixedPort.http("127.0.0.2", 0);
        List<PortState> states = sockets.apply(List.of(kept, removed));
        int keptNumber = states.get(0).bound().orElseThrow().getPort();
        InetSocketAddress gone = states.get(1).bound().orElseThrow();

        try (Socket client = connect(keptNumber)) {
            send(client, "x");
            assertThat(line(client)).isEqualTo("HTTP1");
            sockets.apply(List.of(kept));
            send(client, "y\n");
            assertThat(line(client)).isEqualTo("xy");
        }
        assertThatThrownBy(() -> new Socket(gone.getAddress(), gone.getPort()).close())
                .isInstanceOf(SocketException.class);
    }

    @Test
    void closesAtOnceWhatIsAboveThePortsLimit() throws IOException {
        int port = open(FixedPort.http("127.0.0.1", 0).limit(Limit.LISTENER_CONNECTIONS, 2));

        try (Socket first = connect(port);
                Socket second = connect(port)) {
            accepted(2);
            try (Socket third = connect(port)) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            send(second, "x");
            assertThat(line(second)).isEqualTo("HTTP1");
        }
        assertThat(hits(Limit.LISTENER_CONNECTIONS)).isEqualTo(1);
    }

    @Test
    void countsConnectionsOfAllPortsAgainstTheProcessesLimit() throws IOException {
        FixedPort one = FixedPort.http("127.0.0.1", 0).limit(Limit.CONNECTIONS, 1);
        FixedPort two = FixedPort.http("127.0.0.2", 0).limit(Limit.CONNECTIONS, 1);
        List<PortState> states = sockets.apply(List.of(one, two));

        try (Socket first = connect(states.get(0).bound().orElseThrow().getPort())) {
            accepted(1);
            InetSocketAddress other = states.get(1).bound().orElseThrow();
            try (Socket second = new Socket(other.getAddress(), other.getPort())) {
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
        }
        assertThat(hits(Limit.CONNECTIONS)).isEqualTo(1);
    }

    @Test
    void drainsEveryConnectionAndStopsAccepting() throws IOException {
        int port = open(FixedPort.http("127.0.0.1", 0));
        try (Socket client = connect(port)) {
            send(client, "x\n");
            assertThat(line(client)).isEqualTo("HTTP1");
            assertThat(line(client)).isEqualTo("x");

            assertThat(sockets.drain(Duration.ofSeconds(30))).isZero();

            assertThat(line(client)).isEqualTo("DRAINED");
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(sockets.connections()).isZero();
        assertThatThrownBy(() -> connect(port).close()).isInstanceOf(SocketException.class);
    }

    @Test
    void drainsAConnectionThatHasSaidNothing() throws IOException {
        int port = open(FixedPort.http("127.0.0.1", 0));
        try (Socket client = connect(port)) {
            accepted(1);

            assertThat(sockets.drain(Duration.ofSeconds(30))).isZero();

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void closesWhatIsLeftWhenPatienceEnds() throws IOException {
        int port = open(FixedPort.http("127.0.0.1", 0));
        // It never says what it speaks, so nothing can be drained.
        try (Socket client = connect(port)) {
            accepted(1);

            assertThat(sockets.drain(Duration.ofMillis(50))).isEqualTo(1);

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(sockets.connections()).isZero();
    }

    private void use(Transport transport) {
        workers.close();
        workers = Workers.start(2, transport, Limits.DEFAULT, Optional.empty());
        sockets = new ListenSockets(workers, TlsProvider.best(), factory);
    }

    private int open(FixedPort port) {
        PortState state = sockets.apply(List.of(port)).getFirst();
        assertThat(state.error()).isEmpty();
        return state.bound().orElseThrow().getPort();
    }

    private long hits(Limit limit) {
        return workers.all().stream().map(Worker::metrics).mapToLong(m -> m.limitHits(limit)).sum();
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void accepted(int connections) {
        while (sockets.connections() != connections) {
            Thread.yield();
        }
    }

    /** Lets the loops run, so that most likely what was sent has been read. */
    private void settle(Socket client) {
        InetSocketAddress address = (InetSocketAddress) client.getLocalSocketAddress();
        for (int turn = 0; turn < 3; turn++) {
            for (Worker worker : workers.all()) {
                worker.loop().submit(() -> address.getPort()).syncUninterruptibly();
            }
        }
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        int next;
        while ((next = socket.getInputStream().read()) >= 0 && next != '\n') {
            line.append((char) next);
        }
        return line.toString();
    }

    private static String exactly(Socket socket, int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
    }
}
