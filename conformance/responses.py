#!/usr/bin/env python3
"""Hostile backends: what a client receives when a backend's answer has two readings, or none.

After each answer the client asks again on the same connection, if that is still open, and must get
the answer to that request: bytes of one response that become another's are as bad as smuggling.

  502        refused, with a reason of its own in the access record
  passed     given to the client, well-formed
  cut        given to the client, which can tell that its end is missing
  safe       either of these
"""

import json
import sys

from harness import cases
from harness.backend import Scripted, eventually
from harness.cases import expect
from harness.client import Client
from harness.process import Gateway, free_port
from harness.resources import gateway, http_listener, route, rule, service

SPLIT = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Split: yes\r\n\r\nsplit"
OK = b"HTTP/1.1 200 OK\r\n"
CL = b"Content-Length: "
TE = b"Transfer-Encoding: "
EMPTY = b"0\r\n\r\n"

TABLE = [
    ("plain", OK + CL + b"3\r\n\r\nabc", "passed"),
    ("chunked", OK + TE + b"chunked\r\n\r\n3\r\nabc\r\n" + EMPTY, "passed"),
    ("chunked with trailers", OK + TE + b"chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n", "passed"),
    ("until the end of the connection", OK + b"\r\nabc", "until close"),
    ("100 before the answer, unasked", b"HTTP/1.1 100 Continue\r\n\r\n" + OK + CL + b"3\r\n\r\nabc", "safe"),
    ("103 before the answer", b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n" + OK + CL + b"3\r\n\r\nabc", "passed"),
    ("1,000 interim answers", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000 + OK + CL + b"3\r\n\r\nabc", "safe"),
    ("199 with Content-Length", b"HTTP/1.1 199 X\r\nContent-Length: 3\r\n\r\n" + OK + CL + b"3\r\n\r\nabc", "safe"),
    ("101 that nobody asked for", b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n" + SPLIT, "502"),
    ("CL and TE", OK + CL + b"3\r\n" + TE + b"chunked\r\n\r\n3\r\nabc\r\n" + EMPTY, "502"),
    ("two different CL", OK + CL + b"3\r\n" + CL + b"5\r\n\r\nabc", "502"),
    ("two equal CL", OK + CL + b"3\r\n" + CL + b"3\r\n\r\nabc", "safe"),
    ("list of CL", OK + CL + b"3, 5\r\n\r\nabc", "502"),
    ("CL with a sign", OK + CL + b"+3\r\n\r\nabc", "502"),
    ("negative CL", OK + CL + b"-3\r\n\r\nabc", "502"),
    ("CL of letters", OK + CL + b"abc\r\n\r\nabc", "502"),
    ("empty CL", OK + b"Content-Length:\r\n\r\nabc", "502"),
    ("CL beyond 64 bits", OK + CL + b"18446744073709551619\r\n\r\nabc", "502"),
    ("hexadecimal CL", OK + CL + b"0x3\r\n\r\nabc", "502"),
    ("TE xchunked", OK + TE + b"xchunked\r\n\r\n3\r\nabc\r\n" + EMPTY, "502"),
    ("TE chunked, identity", OK + TE + b"chunked, identity\r\n\r\n3\r\nabc\r\n" + EMPTY, "502"),
    ("TE gzip, chunked", OK + TE + b"gzip, chunked\r\n\r\n3\r\nabc\r\n" + EMPTY, "502"),
    ("TE twice", OK + TE + b"chunked\r\n" + TE + b"chunked\r\n\r\n3\r\nabc\r\n" + EMPTY, "502"),
    ("204 with CL", b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nsplit", "safe"),
    ("204 with TE", b"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n" + EMPTY, "safe"),
    ("304 with CL and no body", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "passed"),
    ("205 with a body", b"HTTP/1.1 205 Reset Content\r\nContent-Length: 3\r\n\r\nabc", "safe"),
    ("answer behind the answer", OK + CL + b"3\r\n\r\nabc" + SPLIT, "passed"),
    ("more bytes than CL", OK + CL + b"3\r\n\r\nabcdefgh", "passed"),
    ("bare LF everywhere", b"HTTP/1.1 200 OK\nContent-Length: 3\n\nabc", "502"),
    ("bare LF after a field", OK + b"X: y\nContent-Length: 3\r\n\r\nabc", "502"),
    ("bare CR in a value", OK + b"X: a\rb\r\n" + CL + b"3\r\n\r\nabc", "502"),
    ("NUL in a value", OK + b"X: a\x00b\r\n" + CL + b"3\r\n\r\nabc", "502"),
    ("obs-fold", OK + b"X: a\r\n b\r\n" + CL + b"3\r\n\r\nabc", "502"),
    ("blank before a colon", OK + b"Content-Length : 3\r\n\r\nabc", "502"),
    ("no colon", OK + b"what\r\n" + CL + b"3\r\n\r\nabc", "502"),
    ("empty name", OK + b": y\r\n" + CL + b"3\r\n\r\nabc", "502"),
    ("HTTP/0.9 answer", b"abc", "502 or wait"),
    ("HTTP/2.0 status line", b"HTTP/2.0 200 OK\r\n" + CL + b"3\r\n\r\nabc", "502"),
    ("HTTP/1.0 answer", b"HTTP/1.0 200 OK\r\n" + CL + b"3\r\n\r\nabc", "passed"),
    ("HTTP/1.0 with TE", b"HTTP/1.0 200 OK\r\n" + TE + b"chunked\r\n\r\n3\r\nabc\r\n" + EMPTY, "502"),
    ("status of two digits", b"HTTP/1.1 20 OK\r\n" + CL + b"3\r\n\r\nabc", "502"),
    ("status of four digits", b"HTTP/1.1 2000 OK\r\n" + CL + b"3\r\n\r\nabc", "502"),
    ("status 000", b"HTTP/1.1 000 X\r\n" + CL + b"3\r\n\r\nabc", "502"),
    ("status 999", b"HTTP/1.1 999 X\r\n" + CL + b"3\r\n\r\nabc", "safe"),
    ("status line without a reason", b"HTTP/1.1 200 \r\n" + CL + b"3\r\n\r\nabc", "passed"),
    ("status line without the last blank", b"HTTP/1.1 200\r\n" + CL + b"3\r\n\r\nabc", "safe"),
    ("CR in the reason", b"HTTP/1.1 200 O\rK\r\n" + CL + b"3\r\n\r\nabc", "502"),
    ("header section of 1 MiB", OK + b"X: " + b"a" * (1 << 20) + b"\r\n" + CL + b"3\r\n\r\nabc", "502"),
    ("10,000 fields", OK + b"X: y\r\n" * 10_000 + CL + b"3\r\n\r\nabc", "502"),
    ("chunk size that is none", OK + TE + b"chunked\r\n\r\nzz\r\nabc\r\n" + EMPTY, "cut"),
    ("chunk size beyond 64 bits", OK + TE + b"chunked\r\n\r\n10000000000000003\r\nabc\r\n" + EMPTY, "cut"),
    ("bytes after chunk data", OK + TE + b"chunked\r\n\r\n3\r\nabcX\r\n" + EMPTY, "cut"),
    ("bare LF after a chunk size", OK + TE + b"chunked\r\n\r\n3\nabc\r\n" + EMPTY, "cut"),
    ("quoted extension hides an end of line", OK + TE + b'chunked\r\n\r\n3;a="\r\nabc\r\n0\r\n\r\n' + SPLIT + b'"\r\n', "cut"),
    ("trailer with NUL", OK + TE + b"chunked\r\n\r\n3\r\nabc\r\n0\r\nX: \x00\r\n\r\n", "cut"),
    ("trailer that frames", OK + TE + b"chunked\r\n\r\n3\r\nabc\r\n0\r\nContent-Length: 9\r\n\r\n", "safe"),
]

# These need the backend to close: the bytes alone do not say that they are all.
CLOSED = [
    ("body shorter than CL", OK + CL + b"9\r\n\r\nabc", "cut"),
    ("chunked without an end", OK + TE + b"chunked\r\n\r\n3\r\nabc\r\n", "cut"),
    ("half a head", OK + b"X: ", "502"),
    ("nothing at all", b"", "502"),
    ("100 and then nothing", b"HTTP/1.1 100 Continue\r\n\r\n", "502"),
]

script = {f"/{number}": row[1] for number, row in enumerate(TABLE + CLOSED)}
script["/after"] = OK + CL + b"5\r\n\r\nafter"
backend = Scripted(script)
backend.close_after = {f"/{number}" for number in range(len(TABLE), len(TABLE + CLOSED))}
backend.close_after.add(f"/{[row[2] for row in TABLE].index('until close')}")
port = free_port()
front = Gateway(
    gateway(http_listener(port)),
    route("all", rule("web", timeouts={"request": "4s"})),
    service("web", backend.port),
)
cases.at_end(front.close)


def check(number, expectation):
    with Client(port) as client:
        client.send(b"GET /%d HTTP/1.1\r\nHost: localhost\r\n\r\n" % number)
        cut = False
        answer = None
        try:
            answer = client.final()
        except (EOFError, ConnectionError):
            cut = True
        if expectation == "502":
            expect(answer and answer.status == 502, f"{answer}, cut {cut}")
        elif expectation == "502 or wait":
            expect(answer and answer.status in (502, 504), f"{answer}, cut {cut}")
        elif expectation == "passed":
            expect(answer and answer.status < 400 and answer.body in (b"abc", b""), f"{answer}, cut {cut}")
        elif expectation == "until close":
            expect(answer and answer.body == b"abc", f"{answer}")
        elif expectation == "cut":
            expect(cut or answer.status == 502, f"{answer}: looks whole")
        elif answer:
            expect(answer.status >= 400 or answer.body in (b"abc", b""), f"{answer}")
        if answer:
            expect(not answer.field("x-split"), "a second response taken for the first")
            try:
                after = client.get("/after")
                expect(after.status == 200 and after.body == b"after", f"the next request was answered with {after}")
            except (EOFError, ConnectionError):
                pass
    # Nobody else may receive what was left over.
    for _ in range(3):
        with Client(port) as client:
            after = client.get("/after")
            expect(after.status == 200 and after.body == b"after", f"another client was answered with {after}")


for number, (name, _, expectation) in enumerate(TABLE + CLOSED):
    cases.add(name, check, number, expectation)


@cases.case("answers to HEAD have no body, whatever the backend says")
def head():
    with Client(port) as client:
        client.send(b"HEAD /0 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        expect(client.final("HEAD").status == 200, "no answer")
        try:
            after = client.get("/after")
            expect(after.body == b"after", f"{after}")
        except EOFError:
            pass


@cases.case("refused answers have their reasons in access records")
def reasons():
    def records():
        return [record for record in front.access_records() if record.get("status") == 502]

    expect(eventually(records), "no access record has status 502")
    without = [record for record in records() if not record.get("reason")]
    expect(not without, f"no reason: {json.dumps(without[:1])}")


@cases.case("the gateway is well after all of it")
def well():
    with Client(port) as client:
        expect(client.get("/after").status == 200, "no answer")
    expect("Exception" not in front.output(), "an exception in its log:\n" + front.output()[-3000:])


if __name__ == "__main__":
    sys.exit(cases.main())
