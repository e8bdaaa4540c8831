#!/usr/bin/env python3
"""HTTP/2 by a stranger: requests that must not become two, and clients that want to exhaust us.

The backend speaks HTTP/1.1 and reads it strictly, so what a downgrade lets through is seen there.
"""

import socket
import struct
import sys
import time

from harness import cases
from harness.backend import Recorder, Scripted, eventually
from harness.cases import expect, note
from harness.frames import *
from harness.process import Gateway, free_port
from harness.resources import gateway, http_listener, route, rule, service

BIG = 8 << 20


def big(connection, request, reader):
    """A body far larger than any window; what was taken of it is the gateway's to limit."""
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % BIG
    try:
        connection.sendall(head)
        for _ in range(BIG >> 16):
            connection.sendall(b"x" * 65536)
    except OSError:
        return "close"


stalled = []


def slow(connection, request, reader):
    """Answers nothing; whether the gateway goes away is seen by the end of its connection."""
    stalled.append("open")
    try:
        connection.settimeout(60)
        if not connection.recv(1):
            stalled.append("closed")
    except OSError:
        stalled.append("closed")
    return "close"


backend = Recorder()
scripted = Scripted(
    {
        "/slow": slow,
        "/big": big,
        "/short": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "/unasked-101": b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
        "/connection-fields": b"HTTP/1.1 200 OK\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nContent-Length: 2\r\n\r\nok",
    }
)
port = free_port()
front = Gateway(
    gateway(http_listener(port)),
    route("all", rule("web"), rule("scripted", "/s", filters=[{
        "type": "URLRewrite",
        "urlRewrite": {"path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/"}},
    }])),
    service("web", backend.port),
    service("scripted", scripted.port),
    arguments=["--limit", "header-timeout=3s", "--limit", "body-timeout=3s", "--limit", "write-timeout=4s"],
)
cases.at_end(front.close)

GOOD = [(":method", "POST"), (":scheme", "http"), (":path", "/a"), (":authority", "localhost")]


def replaced(name, value):
    return [(key, value if key == name else old) for key, old in GOOD]


SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"

# Header fields of a POST with the body "abc": what HTTP/2 must not carry (RFC 9113 8.2, 8.3, 10.3).
DOWNGRADE = [
    ("plain", GOOD, True),
    ("content-length that is right", GOOD + [("content-length", "3")], True),
    ("te: trailers", GOOD + [("te", "trailers")], True),
    ("cookie crumbs become one field", GOOD + [("cookie", "a=1"), ("cookie", "b=2")], True),
    ("host that agrees", GOOD + [("host", "localhost")], True),
    ("CRLF in a value", GOOD + [("x", "a\r\nContent-Length: 0\r\n\r\n" + SMUGGLED)], False),
    ("LF in a value", GOOD + [("x", "a\nb: c")], False),
    ("CR in a value", GOOD + [("x", "a\rb")], False),
    ("NUL in a value", GOOD + [("x", "a\0b")], False),
    ("control byte in a value", GOOD + [("x", "a\x01b")], False),
    ("blank before a value", GOOD + [("x", " a")], False),
    ("blank behind a value", GOOD + [("x", "a ")], False),
    ("CRLF in a name", GOOD + [("x: y\r\ncontent-length", "0")], False),
    ("colon in a name", GOOD + [("x:y", "0")], False),
    ("blank in a name", GOOD + [("x y", "0")], False),
    ("upper case in a name", GOOD + [("X-Y", "0")], False),
    ("empty name", GOOD + [("", "0")], False),
    ("byte above 127 in a name", GOOD + [("x\u00e9", "0")], False),
    ("transfer-encoding: chunked", GOOD + [("transfer-encoding", "chunked")], False),
    ("connection", GOOD + [("connection", "x")], False),
    ("keep-alive", GOOD + [("keep-alive", "5")], False),
    ("proxy-connection", GOOD + [("proxy-connection", "x")], False),
    ("upgrade", GOOD + [("upgrade", "websocket")], False),
    ("te: gzip", GOOD + [("te", "gzip")], False),
    ("content-length too small", GOOD + [("content-length", "1")], False),
    ("content-length too large", GOOD + [("content-length", "44")], False),
    ("content-length of zero with a body", GOOD + [("content-length", "0")], False),
    ("two content-length", GOOD + [("content-length", "3"), ("content-length", "44")], False),
    ("content-length with a sign", GOOD + [("content-length", "+3")], False),
    ("CRLF in :method", replaced(":method", "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\nPOST"), False),
    ("blank in :method", replaced(":method", "GET /smuggled HTTP/1.1"), False),
    ("empty :method", replaced(":method", ""), False),
    ("CRLF in :path", replaced(":path", "/a HTTP/1.1\r\nHost: x\r\n\r\nGET /smuggled"), False),
    ("blank in :path", replaced(":path", "/a HTTP/1.1"), False),
    ("NUL in :path", replaced(":path", "/a\0"), False),
    (":path without a slash", replaced(":path", "a"), False),
    ("empty :path", replaced(":path", ""), False),
    ("absolute :path", replaced(":path", "http://evil/a"), False),
    (":path with a fragment", replaced(":path", "/a#b"), False),
    ("asterisk :path with POST", replaced(":path", "*"), False),
    ("CRLF in :authority", replaced(":authority", "localhost\r\nX: y"), False),
    ("user in :authority", replaced(":authority", "a@localhost"), False),
    ("path in :authority", replaced(":authority", "localhost/x"), False),
    ("empty :authority", replaced(":authority", ""), False),
    ("CRLF in :scheme", replaced(":scheme", "http\r\nX: y"), False),
    (":scheme of another protocol", replaced(":scheme", "ftp"), False),
    ("host that does not agree", GOOD + [("host", "evil")], False),
    ("two hosts", GOOD + [("host", "localhost"), ("host", "evil")], False),
    ("two :path", GOOD + [(":path", "/smuggled")], False),
    ("two :authority", GOOD + [(":authority", "evil")], False),
    ("two :method", GOOD + [(":method", "GET")], False),
    ("no :method", GOOD[1:], False),
    ("no :scheme", GOOD[:1] + GOOD[2:], False),
    ("no :path", GOOD[:2] + GOOD[3:], False),
    ("unknown pseudo field", GOOD + [(":x", "y")], False),
    (":status in a request", GOOD + [(":status", "200")], False),
    ("pseudo field behind a field", GOOD[:3] + [("x", "y")] + GOOD[3:], False),
    ("CONNECT", [(":method", "CONNECT"), (":authority", "localhost:80")], False),
]


def downgrade(fields, passes):
    backend.forget()
    with Connection(port) as client:
        client.headers(1, block(*fields), END_HEADERS)
        try:
            client.send(frame(DATA, END_STREAM, 1, b"abc"))
        except OSError:
            pass
        outcome = client.outcome(1)
        if passes:
            expect(outcome == ("status", 200), f"{outcome}")
            expect(backend.requests and backend.requests[0].body == b"abc", f"backend saw {backend.requests}")
        else:
            refused = outcome[0] in ("reset", "goaway", "closed") or outcome[0] == "status" and outcome[1] >= 400
            expect(refused, f"{outcome}, backend saw {backend.requests}")
    time.sleep(0.02)
    expect(not backend.violations, f"passed on: {backend.violations}")
    expect(passes or not backend.requests, f"backend saw {backend.requests}")


for name, fields, passes in DOWNGRADE:
    cases.add(f"downgrade: {name}", downgrade, fields, passes)


@cases.case("extended CONNECT opens no tunnel by a success that does not switch protocols (RFC 8441)")
def connect_declined():
    with Connection(port) as client:
        client.headers(1, block((":method", "CONNECT"), (":protocol", "websocket"), *GOOD[1:]), END_HEADERS)
        outcome = client.outcome(1)
        expect(outcome[0] == "reset" or outcome[0] == "status" and outcome[1] >= 400, f"{outcome}")


@cases.case("trailers become trailers; those that frame do not pass")
def trailers():
    backend.forget()
    with Connection(port) as client:
        client.headers(1, block(*GOOD), END_HEADERS)
        client.send(frame(DATA, 0, 1, b"abc"))
        client.headers(1, block(("x-sum", "1")))
        expect(client.outcome(1) == ("status", 200), "no answer")
    expect(backend.requests[0].trailers == [(b"x-sum", b"1")], f"{backend.requests[0].trailers}")
    for bad in ((":path", "/x"), ("transfer-encoding", "chunked"), ("x", "a\r\nb"), ("X", "y")):
        backend.forget()
        with Connection(port) as client:
            client.headers(1, block(*GOOD), END_HEADERS)
            client.send(frame(DATA, 0, 1, b"abc"))
            client.headers(1, block(bad))
            outcome = client.outcome(1)
            expect(outcome[0] in ("reset", "goaway", "closed") or outcome[1] >= 400, f"{bad}: {outcome}")
        expect(not backend.violations and not backend.requests, f"{bad}: {backend.violations}")


@cases.case("padding on every DATA frame costs no window")
def padding():
    """256 bytes of padding a frame, more than a window of it: it must be given back at once."""
    backend.forget()
    with Connection(port) as client:
        client.headers(1, block(*GOOD), END_HEADERS)
        client.connection.settimeout(10)
        window, connection_window, sent = 65535, 65535, 0
        padded = b"\xff" + b"x" + b"\0" * 255
        try:
            while sent < 1500:
                if window >= len(padded) and connection_window >= len(padded):
                    client.send(frame(DATA, PADDED, 1, padded))
                    window -= len(padded)
                    connection_window -= len(padded)
                    sent += 1
                    continue
                found = client.read()
                expect(found is not None and found.kind not in (GOAWAY, RST_STREAM), f"after {sent} frames: {found}")
                if found.kind == WINDOW_UPDATE:
                    more = struct.unpack(">I", found.payload)[0]
                    if found.stream:
                        window += more
                    else:
                        connection_window += more
                if found.kind == SETTINGS and not found.flags & ACK:
                    for at in range(0, len(found.payload), 6):
                        key, value = struct.unpack(">HI", found.payload[at : at + 6])
                        window += value - 65535 if key == 4 else 0
        except TimeoutError:
            raise cases.Failed(f"no window after {sent} frames: stream {window}, connection {connection_window}")
        client.send(frame(DATA, END_STREAM, 1))
        expect(client.outcome(1) == ("status", 200), "no answer")
    expect(backend.requests[0].body == b"x" * 1500, f"{backend.requests}")


def budget(name, burst, seconds=20):
    """Repeats until the gateway says goodbye; it must, and must answer others meanwhile."""
    with Connection(port) as client:
        deadline, rounds = time.monotonic() + seconds, 0
        ended = False
        client.connection.settimeout(5)
        while not ended and time.monotonic() < deadline:
            try:
                client.send(burst(rounds))
                rounds += 1
            except (OSError, TimeoutError):
                ended = True
            client.connection.setblocking(False)
            try:
                while True:
                    data = client.connection.recv(65536)
                    if not data:
                        ended = True
                        break
            except BlockingIOError:
                pass
            except OSError:
                ended = True
            client.connection.settimeout(5)
    expect(ended, f"{name}: {rounds} rounds in {seconds} s and no goodbye")
    well()


@cases.case("rapid reset (CVE-2023-44487)")
def rapid_reset():
    def burst(turn):
        first = turn * 40 + 1
        return b"".join(
            frame(HEADERS, END_HEADERS | END_STREAM, first + 2 * i, request("/s/slow")) + frame(RST_STREAM, 0, first + 2 * i, struct.pack(">I", CANCEL))
            for i in range(20)
        )

    budget("resets", burst)


def made_you_reset(broken):
    def burst(turn):
        first = turn * 20 + 1
        return b"".join(
            frame(HEADERS, END_HEADERS | END_STREAM, first + 2 * i, request("/s/slow")) + broken(first + 2 * i) for i in range(10)
        )

    return burst


@cases.case("MadeYouReset (CVE-2025-8671) by WINDOW_UPDATE of 0")
def made_you_reset_zero():
    budget("resets", made_you_reset(lambda stream: frame(WINDOW_UPDATE, 0, stream, struct.pack(">I", 0))))


@cases.case("MadeYouReset by a window beyond 2^31-1")
def made_you_reset_overflow():
    budget("resets", made_you_reset(lambda stream: frame(WINDOW_UPDATE, 0, stream, struct.pack(">I", 0x7FFFFFFF)) * 2))


@cases.case("MadeYouReset by DATA behind END_STREAM")
def made_you_reset_data():
    budget("resets", made_you_reset(lambda stream: frame(DATA, 0, stream, b"x")))


@cases.case("MadeYouReset by PRIORITY of itself")
def made_you_reset_priority():
    budget("resets", made_you_reset(lambda stream: frame(PRIORITY, 0, stream, struct.pack(">IB", stream, 16))))


@cases.case("malformed requests without end")
def malformed_flood():
    def burst(turn):
        first = turn * 20 + 1
        return b"".join(frame(HEADERS, END_HEADERS | END_STREAM, first + 2 * i, block(*GOOD, ("X", "y"))) for i in range(10))

    budget("resets", burst)


@cases.case("a stream that ends, however it ends, lets its backend go")
def cancel():
    stalled.clear()
    with Connection(port) as client:
        client.headers(1, path="/s/slow")
        expect(eventually(lambda: "open" in stalled), "the request did not arrive")
        client.send(frame(RST_STREAM, 0, 1, struct.pack(">I", CANCEL)))
        expect(eventually(lambda: "closed" in stalled), "the backend was not let go on RST_STREAM")
    stalled.clear()
    with Connection(port) as client:
        client.headers(1, path="/s/slow")
        expect(eventually(lambda: "open" in stalled), "the request did not arrive")
    expect(eventually(lambda: "closed" in stalled), "the backend was not let go when the client left")


@cases.case("CONTINUATION flood (CVE-2024-27316)")
def continuation():
    before = front.resident_mebibytes()
    with Connection(port) as client:
        client.send(frame(HEADERS, END_STREAM, 1, request()))
        ended = False
        try:
            for _ in range(2_000):
                client.send(frame(CONTINUATION, 0, 1, literal("x", "a" * 16_000)))
        except OSError:
            ended = True
        expect(ended or client.outcome(1)[0] in ("goaway", "closed", "status"), "still taken after 32 MiB")
    expect(front.resident_mebibytes() < before + 150, "memory grew")
    well()


@cases.case("CONTINUATION frames of no byte, without end")
def empty_continuation():
    budget("frames", lambda turn: (frame(HEADERS, END_STREAM, 1, request()) if turn == 0 else b"") + frame(CONTINUATION, 0, 1) * 500)


@cases.case("HPACK bomb: one entry referred to without end")
def hpack_bomb():
    """4,000 bytes in the table, 8,000 references of a byte: 32 MB of fields a request."""
    before = front.resident_mebibytes()
    entry = b"\x40" + text("x") + text("a" * 4000)
    for stream in range(20):
        with Connection(port) as client:
            encoded = request() + entry + b"\xbe" * 8000
            client.headers(1, encoded)
            outcome = client.outcome(1)
            expect(outcome[0] in ("reset", "goaway", "closed") or outcome[1] in (400, 431), f"{outcome}")
    note(f"RSS {before} MiB before, {front.resident_mebibytes()} MiB after")
    well()


@cases.case("HPACK bomb of cookie crumbs")
def cookie_bomb():
    backend.forget()
    entry = b"\x40" + text("cookie") + text("a=b")
    with Connection(port) as client:
        client.headers(1, request() + entry + b"\xbe" * 8000)
        outcome = client.outcome(1)
        expect(outcome[0] in ("reset", "goaway", "closed") or outcome[1] in (400, 431), f"{outcome}")
    expect(not backend.requests, "passed on")


@cases.case("HPACK: broken blocks end the connection")
def hpack_broken():
    for broken in (b"\x80", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff", b"\xbf", b"\x40\xff\xff\xff\xff\x7f", b"\x00\x81\xff", b"\x3f\xff\xff\xff\x7f"):
        with Connection(port) as client:
            client.headers(1, broken)
            outcome = client.outcome(1)
            expect(outcome[0] in ("goaway", "closed"), f"{broken!r}: {outcome}")


@cases.case("PING flood")
def pings():
    budget("pings", lambda turn: frame(PING, 0, 0, b"12345678") * 200)


@cases.case("SETTINGS flood")
def settings():
    budget("settings", lambda turn: frame(SETTINGS, 0, 0, struct.pack(">HI", 4, 65535 + turn % 2)) * 200)


@cases.case("PRIORITY flood")
def priorities():
    budget("priorities", lambda turn: frame(PRIORITY, 0, 2 * (turn % 1000) + 1, struct.pack(">IB", 0, 16)) * 200)


@cases.case("empty DATA flood")
def empty_data():
    budget("empty DATA", lambda turn: (frame(HEADERS, END_HEADERS, 1, block(*GOOD)) if turn == 0 else b"") + frame(DATA, 0, 1) * 200)


@cases.case("WINDOW_UPDATE flood")
def window_updates():
    budget("window updates", lambda turn: (frame(HEADERS, END_HEADERS, 1, request("/s/slow")) if turn == 0 else b"") + frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", 1)) * 200)


@cases.case("unknown frame types flood")
def unknown():
    """RFC 9113 4.1: ignored; 5.5 lets us, and a budget must, end what is nothing but them. Either is fine."""
    with Connection(port) as client:
        try:
            for _ in range(200):
                client.send(frame(0xEE, 0, 0, b"x" * 100) * 20)
            client.headers(1)
            outcome = client.outcome(1)
            expect(outcome[0] in ("status", "goaway", "closed"), f"{outcome}")
        except OSError:
            pass
    well()


@cases.case("zero-window stall: large answers that nobody takes")
def zero_window():
    """50 streams, each of an 8 MiB answer, no window: bounded memory, and an end after write-timeout."""
    before = front.resident_mebibytes()
    with Connection(port, struct.pack(">HI", 4, 0)) as client:
        for stream in range(50):
            client.headers(2 * stream + 1, path="/s/big")
        time.sleep(2)
        during = front.resident_mebibytes()
        note(f"RSS {before} MiB before, {during} MiB with 50 stalled answers")
        expect(during < before + 120, f"RSS {before} MiB before, {during} MiB during")
        found = client.until(RST_STREAM, GOAWAY, seconds=15)
        expect(found or client.read() is None, "stalled streams live on after write-timeout")
    well()


@cases.case("a window of 1 byte at a time")
def tiny_window():
    with Connection(port, struct.pack(">HI", 4, 1)) as client:
        client.headers(1, path="/s/short")
        got = b""
        client.connection.settimeout(5)
        while True:
            found = client.read()
            expect(found is not None and found.kind != RST_STREAM, f"{found}")
            if found.kind == DATA:
                got += found.payload
                if found.flags & END_STREAM:
                    break
                client.send(frame(WINDOW_UPDATE, 0, 1, struct.pack(">I", 1)))
        expect(got == b"ok", f"{got}")


@cases.case("initial window beyond 2^31-1 and windows that go negative")
def windows():
    with Connection(port, struct.pack(">HI", 4, 0x80000000)) as client:
        found = client.until(GOAWAY)
        expect(found and found.code() == FLOW_CONTROL_ERROR, f"{found}")
    with Connection(port) as client:
        client.headers(1, path="/s/big")
        client.until(DATA)
        client.send(frame(SETTINGS, 0, 0, struct.pack(">HI", 4, 0)))
        client.send(frame(PING, 0, 0, b"12345678"))
        expect(client.until(PING) is not None, "no life after a negative window")


@cases.case("more streams than allowed are refused, not queued")
def streams():
    with Connection(port) as client:
        for stream in range(150):
            client.headers(2 * stream + 1, path="/s/slow")
        found = client.until(RST_STREAM, GOAWAY)
        expect(found is not None and found.code() in (REFUSED_STREAM, PROTOCOL_ERROR, ENHANCE_YOUR_CALM), f"{found}")
    well()


@cases.case("slow: a preface that never ends")
def slow_preface():
    with Connection(port, begin=False) as client:
        client.send(PREFACE[:10])
        began = time.monotonic()
        expect(client.until(99, seconds=20) is None, "")
        expect(time.monotonic() - began < 19, "still open after 19 s")


@cases.case("slow: a header block that never ends")
def slow_headers():
    with Connection(port) as client:
        client.headers(1, request()[:5], 0)
        began = time.monotonic()
        client.until(GOAWAY, seconds=20)
        expect(time.monotonic() - began < 19, "still open after 19 s")


@cases.case("slow: a body that never ends")
def slow_body():
    with Connection(port) as client:
        client.headers(1, block(*GOOD), END_HEADERS)
        outcome = client.outcome(1, seconds=20)
        expect(outcome[0] == "reset" or outcome == ("status", 408), f"{outcome}")


@cases.case("slow: a body of two bytes a second is below the least rate")
def dribble():
    with Connection(port) as client:
        client.headers(1, block(*GOOD), END_HEADERS)
        client.connection.settimeout(0.5)
        deadline, found = time.monotonic() + 20, None
        while time.monotonic() < deadline and not found:
            client.send(frame(DATA, 0, 1, b"x"))
            found = client.until(HEADERS, RST_STREAM, GOAWAY, seconds=0.5)
        expect(found is not None, "still taken after 20 s")


@cases.case("frames that RFC 9113 forbids end the stream or the connection")
def forbidden():
    for name, data in (
        ("HEADERS on stream 0", frame(HEADERS, 5, 0, request())),
        ("HEADERS on an even stream", frame(HEADERS, 5, 2, request())),
        ("DATA on stream 0", frame(DATA, 0, 0, b"x")),
        ("DATA on an idle stream", frame(DATA, 0, 7, b"x")),
        ("padding longer than DATA", frame(HEADERS, 4, 1, block(*GOOD)) + frame(DATA, PADDED, 1, b"\xffx")),
        ("padding longer than HEADERS", frame(HEADERS, 5 | PADDED, 1, b"\xff" + request()[:20])),
        ("frame beyond 16,384 bytes", frame(HEADERS, 4, 1, block(*GOOD)) + frame(DATA, 0, 1, b"x" * 16_385)),
        ("PUSH_PROMISE of a client", frame(PUSH_PROMISE, 4, 1, b"\0\0\0\2" + request())),
        ("SETTINGS of 5 bytes", frame(SETTINGS, 0, 0, b"12345")),
        ("SETTINGS ACK with payload", frame(SETTINGS, ACK, 0, b"123456")),
        ("PING of 7 bytes", frame(PING, 0, 0, b"1234567")),
        ("CONTINUATION from nowhere", frame(CONTINUATION, 4, 1, request())),
        ("another frame inside of a header block", frame(HEADERS, 1, 1, request()) + frame(PING, 0, 0, b"12345678")),
        ("stream numbers that go down", frame(HEADERS, 5, 5, request()) + frame(HEADERS, 5, 3, request())),
        ("MAX_FRAME_SIZE of 1", frame(SETTINGS, 0, 0, struct.pack(">HI", 5, 1))),
        ("ENABLE_PUSH of 2", frame(SETTINGS, 0, 0, struct.pack(">HI", 2, 2))),
    ):
        with Connection(port) as client:
            client.send(data)
            found = client.until(GOAWAY, RST_STREAM, seconds=5)
            expect(found is not None and found.code() != NO_ERROR or client.read() is None, f"{name}: {found}")


@cases.case("fields of the connection do not cross to HTTP/2; an unasked 101 is a 502")
def answers():
    with Connection(port) as client:
        client.headers(1, path="/s/connection-fields")
        found = client.until(HEADERS, stream=1)
        expect(found is not None and status_of(strip(found)) == 200, f"{found}")
        for name in (b"keep-alive", b"x-hop"):
            expect(name not in found.payload, f"{name} crossed")
        client.headers(3, path="/s/unasked-101")
        expect(client.outcome(3) == ("status", 502), "101 was not refused")


@cases.case("an answer that does not wait for the body is whole; the rest of the body is declined without blame")
def early_answer():
    def refuses(connection, request, reader):
        connection.sendall(b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        return "close"

    scripted.script["/refuses"] = refuses
    with Connection(port) as client:
        client.headers(1, request("/s/refuses", "POST"), END_HEADERS)
        found = client.until(HEADERS, RST_STREAM, GOAWAY)
        expect(found is not None and found.kind == HEADERS and status_of(strip(found)) == 413, f"{found}")
        expect(found.flags & END_STREAM or client.until(DATA).flags & END_STREAM, "the answer does not end")
        found = client.until(RST_STREAM, GOAWAY)
        expect(found is not None and found.kind == RST_STREAM and found.code() == NO_ERROR, f"{found}")
        client.headers(3)
        expect(client.outcome(3) == ("status", 200), "the connection does not go on")


@cases.case("a reset of the backend in the middle of a body resets the stream")
def reset_upstream():
    def half(connection, request, reader):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
        time.sleep(0.2)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return "close"

    scripted.script["/half"] = half
    with Connection(port) as client:
        client.headers(1, path="/s/half")
        outcome = client.outcome(1)
        expect(outcome[0] == "reset", f"{outcome}: a client cannot tell that the end is missing")


@cases.case("the gateway is well after all of it")
def well():
    with Connection(port) as client:
        client.headers(1)
        outcome = client.outcome(1)
        expect(outcome == ("status", 200), f"{outcome}")
    expect("Exception" not in front.output(), "an exception in its log:\n" + front.output()[-3000:])


if __name__ == "__main__":
    sys.exit(cases.main())
