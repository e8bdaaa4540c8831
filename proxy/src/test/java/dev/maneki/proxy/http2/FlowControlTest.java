package dev.maneki.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windows in both directions, padding, pauses, and the end of streams. */
class FlowControlTest {
    private final HeadKeeper exchange = new HeadKeeper();
    private final WirePeer peer = exchange.peer();

    @AfterEach
    void close() {
        peer.close();
    }

    @Test
    void whatIsDeliveredIsCredited() {
        peer.headers(1, false, WirePeer.request("POST", "/"));
        for (int i = 0; i < 3; i++) {
            peer.frame(Frames.DATA, 0, 1, new byte[16_384]);
        }

        assertThat(peer.received).containsExactly("WINDOW_UPDATE 1 32768");
    }

    @Test
    void paddingIsCredited() {
        peer.headers(1, false, WirePeer.request("POST", "/"));
        byte[] padded = new byte[16_384];
        padded[0] = (byte) 255;
        for (int i = 0; i < 64; i++) {
            peer.frame(Frames.DATA, Frames.FLAG_PADDED, 1, padded);
        }

        assertThat(peer.received.stream().filter(line -> line.startsWith("WINDOW_UPDATE 1 ")))
                .hasSize(32);
        assertThat(peer.received.stream().filter(line -> line.startsWith("WINDOW_UPDATE 0 ")))
                .hasSize(2);
        assertThat(exchange.stream().requestBytes()).isEqualTo(64 * (16_384 - 256));
    }

    @Test
    void aPausedStreamIsHeldBackAndLosesNothing() {
        peer.headers(1, false, WirePeer.request("POST", "/"));
        exchange.stream().pauseRequest();
        peer.data(1, false, "a");
        peer.data(1, false, "b");
        for (int i = 0; i < 3; i++) {
            peer.frame(Frames.DATA, 0, 1, new byte[16_384]);
        }
        peer.headers(1, true, "grpc-status", "0");
        assertThat(peer.received).isEmpty();
        assertThat(exchange.events).isEmpty();

        exchange.stream().resumeRequest();
        peer.flush();

        assertThat(exchange.events.getFirst()).isEqualTo("data ab");
        assertThat(exchange.events.getLast()).isEqualTo("end grpc-status: 0\n");
    }

    @Test
    void dataBeyondTheStreamsWindowResets() {
        peer.headers(1, false, WirePeer.request("POST", "/"));
        exchange.stream().pauseRequest();
        for (int i = 0; i < 5; i++) {
            peer.frame(Frames.DATA, 0, 1, new byte[16_384]);
        }

        assertThat(peer.received).containsExactly("RST_STREAM 1 FLOW_CONTROL_ERROR");
        assertThat(exchange.events).containsExactly("reset CLIENT_PROTOCOL_ERROR");
    }

    @Test
    void aResponseWaitsForWindows() {
        peer.get(1);
        exchange.stream().sendHead(new ResponseHead(), false);
        exchange.stream().sendData(Unpooled.wrappedBuffer(new byte[100_000]), true);
        assertThat(exchange.stream().writable()).isFalse();
        peer.flush();
        assertThat(dataBytes()).isEqualTo(65_535);

        peer.windowUpdate(1, 100_000);
        assertThat(dataBytes()).isEqualTo(65_535);
        peer.windowUpdate(0, 100_000);
        peer.flush();

        assertThat(dataBytes()).isEqualTo(100_000);
        assertThat(peer.received.getLast()).endsWith(" END");
        assertThat(exchange.events).contains("finished");
    }

    @Test
    void aSmallerInitialWindowAppliesToOpenStreams() {
        peer.get(1);
        peer.frame(Frames.SETTINGS, 0, 0, 0, 4, 0, 0, 0, 10);
        exchange.stream().sendHead(new ResponseHead(), false);
        exchange.stream().sendData(Unpooled.wrappedBuffer(new byte[25]), true);
        peer.flush();
        assertThat(dataBytes()).isEqualTo(10);

        peer.frame(Frames.SETTINGS, 0, 0, 0, 4, 0, 0, 0, 20);
        peer.windowUpdate(1, 5);
        peer.flush();

        assertThat(dataBytes()).isEqualTo(25);
    }

    @Test
    void theEndJoinsTheLastDataOfTheSameTurn() {
        peer.get(1);
        exchange.stream().sendHead(new ResponseHead(), false);
        exchange.stream().sendData(Unpooled.wrappedBuffer(new byte[10]), false);
        exchange.stream().sendData(Unpooled.EMPTY_BUFFER, true);
        peer.flush();
        peer.get(3);
        exchange.stream().sendHead(new ResponseHead(), false);
        exchange.stream().sendData(Unpooled.wrappedBuffer(new byte[10_000]), false);
        exchange.stream().sendData(Unpooled.EMPTY_BUFFER, true);
        peer.flush();

        assertThat(peer.received).contains("DATA 1 10 END", "DATA 3 10000 END");
    }

    @Test
    void trailersComeBehindWhatWaits() {
        peer.get(1);
        exchange.stream().sendHead(new ResponseHead(), false);
        exchange.stream().sendData(Unpooled.wrappedBuffer(new byte[70_000]), false);
        HeaderFields trailers = new HeaderFields();
        trailers.add(FieldNames.GRPC_STATUS, "0");
        exchange.stream().sendTrailers(trailers);
        trailers.clear();
        peer.flush();
        peer.windowUpdate(1, 10_000);
        peer.windowUpdate(0, 10_000);
        peer.flush();

        assertThat(peer.received.getLast()).isEqualTo("HEADERS 1 END grpc-status: 0;");
    }

    @Test
    void anEarlyResponseStopsTheRequest() {
        peer.headers(1, false, WirePeer.request("POST", "/"));
        exchange.stream().sendHead(new ResponseHead(), true);
        peer.flush();
        assertThat(peer.received.getLast()).isEqualTo("RST_STREAM 1 NO_ERROR");
        assertThat(exchange.events).containsExactly("finished");

        peer.data(1, false, "on its way");
        peer.data(1, true, "already");

        assertThat(peer.received.getLast()).isEqualTo("RST_STREAM 1 NO_ERROR");
        assertThat(exchange.events).containsExactly("finished");
    }

    @Test
    void headHasNoBody() {
        peer.headers(1, true, WirePeer.request("HEAD", "/"));
        ResponseHead head = new ResponseHead();
        head.fields().add(FieldNames.CONTENT_LENGTH, "10");
        head.contentLength(10);
        exchange.stream().sendHead(head, false);
        exchange.stream().sendData(Unpooled.wrappedBuffer(new byte[10]), true);
        peer.flush();

        assertThat(dataBytes()).isZero();
        assertThat(peer.received.getLast()).isEqualTo("DATA 1 0 END");
    }

    @Test
    void aBodyThatIsNotAsLongAsItSaysIsBrokenOff() {
        peer.get(1);
        ResponseHead head = new ResponseHead();
        head.contentLength(10);
        exchange.stream().sendHead(head, false);
        exchange.stream().sendData(Unpooled.wrappedBuffer(new byte[9]), true);
        assertThat(exchange.events).isEmpty();
        peer.flush();

        assertThat(peer.received.getLast()).isEqualTo("RST_STREAM 1 INTERNAL_ERROR");
        assertThat(exchange.events).containsExactly("reset BACKEND_INVALID_RESPONSE");
    }

    @Test
    void abortIsTheLastWord() {
        peer.headers(1, false, WirePeer.request("POST", "/"));
        exchange.stream().abort(StreamFault.of(Reason.BACKEND_RESET, ""));
        ByteBuf late = Unpooled.buffer().writeByte(1);
        exchange.stream().sendData(late, true);
        peer.data(1, true, "x");

        assertThat(peer.received).containsExactly("RST_STREAM 1 INTERNAL_ERROR");
        assertThat(exchange.events).isEmpty();
        assertThat(late.refCnt()).isZero();
    }

    private int dataBytes() {
        return peer.received.stream()
                .filter(line -> line.startsWith("DATA "))
                .mapToInt(line -> Integer.parseInt(line.split(" ")[2]))
                .sum();
    }
}
