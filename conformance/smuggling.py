#!/usr/bin/env python3
"""Request smuggling: what bytes reach a backend when a stranger writes HTTP/1.1 that has two readings.

Each row is bytes for a listener and what must come of them. The backend reads as strictly as
RFC 9112 allows; besides the row's own expectation, no row may make it see anything ambiguous,
and no row may ever make it see a request for /smuggled.

  refused    a 4xx or 5xx, and the backend has seen no request at all
  passed N   the backend has seen N requests, and the client N answers
  safe       either of both: refused, or one request of one reading
"""

import sys
import time

from harness import cases
from harness.backend import Recorder, eventually
from harness.cases import expect
from harness.client import Client
from harness.process import Gateway, free_port
from harness.resources import gateway, http_listener, route, rule, service

backend = Recorder()
port = free_port()
front = Gateway(
    gateway(http_listener(port)),
    route("all", rule("web")),
    service("web", backend.port),
    arguments=["--limit", "header-timeout=2s", "--limit", "body-timeout=2s"],
)
cases.at_end(front.close)

SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
SIZE = b"%d\r\n" % len(SMUGGLED)
CHUNK = b"%x\r\n" % len(SMUGGLED) + SMUGGLED + b"\r\n"
H = b"Host: localhost\r\n"


def check(data, expectation):
    backend.forget()
    with Client(port) as client:
        client.send(data)
        answers = client.answers()
    time.sleep(0.05)
    seen, statuses = backend.targets(), [answer.status for answer in answers]
    told = f"; backend saw {backend.requests}, {backend.violations}, client {statuses}"
    expect(not backend.violations, "passed on to the backend: " + str(backend.violations) + told)
    expect("/smuggled" not in seen, "a smuggled request reached the backend" + told)
    expect(len(answers) >= len(seen), "more requests than answers" + told)
    if expectation == "refused":
        expect(not seen, "the backend has seen a request" + told)
        expect(statuses and statuses[0] >= 400, "not refused" + told)
    elif expectation == "safe":
        expect(len(seen) <= 1, "more than one request" + told)
        expect(statuses and (statuses[0] >= 400 or seen), "neither refused nor passed" + told)
    else:
        expect(len(seen) == expectation, f"expected {expectation} requests" + told)
        expect(statuses == [200] * expectation, f"expected {expectation} answers" + told)


def post(fields, body=b""):
    return b"POST /a HTTP/1.1\r\n" + H + fields + b"\r\n" + body


def get(fields=b"", line=b"GET /a HTTP/1.1"):
    return line + b"\r\n" + H + fields + b"\r\n"


CL = b"Content-Length: "
TE = b"Transfer-Encoding: "
EMPTY = b"0\r\n\r\n"

TABLE = [
    # What is plain must pass: a table that refuses all proves nothing.
    ("plain GET", get(), 1),
    ("plain POST", post(CL + b"3\r\n", b"abc"), 1),
    ("plain chunked POST", post(TE + b"chunked\r\n", b"3\r\nabc\r\n" + EMPTY), 1),
    ("chunked with an upper-case name and value", post(b"TRANSFER-ENCODING: Chunked\r\n", b"3\r\nabc\r\n" + EMPTY), 1),
    ("chunk size with leading zeros", post(TE + b"chunked\r\n", b"0003\r\nabc\r\n" + EMPTY), "safe"),
    ("two pipelined GETs", get() + get(), 2),
    ("pipelined POST and GET", post(CL + b"3\r\n", b"abc") + get(), 2),
    ("a chunk extension is not passed on", post(TE + b"chunked\r\n", b"3;name=value\r\nabc\r\n" + EMPTY), "safe"),
    ("trailer fields", post(TE + b"chunked\r\n", b"3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n"), 1),
    ("an empty line before the request", b"\r\n" + get(), "safe"),
    # Content-Length against Transfer-Encoding (RFC 9112 6.3).
    ("CL.TE", post(CL + b"6\r\n" + TE + b"chunked\r\n", EMPTY + b"G"), "refused"),
    ("CL.TE with a whole request behind", post(CL + SIZE + TE + b"chunked\r\n", EMPTY + SMUGGLED), "refused"),
    ("TE.CL", post(TE + b"chunked\r\n" + CL + b"4\r\n", CHUNK + EMPTY), "refused"),
    ("TE and CL of zero", post(CL + b"0\r\n" + TE + b"chunked\r\n", EMPTY + SMUGGLED), "refused"),
    # Content-Length that is not one number.
    ("two different Content-Length", post(CL + b"3\r\n" + CL + b"44\r\n", b"abc" + SMUGGLED), "refused"),
    ("two equal Content-Length", post(CL + b"3\r\n" + CL + b"3\r\n", b"abc"), "safe"),
    ("list of Content-Length", post(CL + b"3, 44\r\n", b"abc" + SMUGGLED), "refused"),
    ("list of equal Content-Length", post(CL + b"3, 3\r\n", b"abc"), "safe"),
    ("Content-Length with a sign", post(CL + b"+3\r\n", b"abc"), "refused"),
    ("negative Content-Length", post(CL + b"-1\r\n", b"abc"), "refused"),
    ("hexadecimal Content-Length", post(CL + b"0x3\r\n", b"abc"), "refused"),
    ("octal-looking Content-Length is decimal", post(CL + b"010\r\n", b"0123456789"), "safe"),
    ("Content-Length with a fraction", post(CL + b"3.0\r\n", b"abc"), "refused"),
    ("Content-Length with an exponent", post(CL + b"1e1\r\n", b"0123456789"), "refused"),
    ("empty Content-Length", post(b"Content-Length:\r\n", SMUGGLED), "refused"),
    ("Content-Length of blanks", post(b"Content-Length:  \t\r\n", SMUGGLED), "refused"),
    ("Content-Length with a blank inside", post(CL + b"4 4\r\n", SMUGGLED), "refused"),
    ("Content-Length beyond 64 bits", post(CL + b"18446744073709551619\r\n", b"abc" + SMUGGLED), "refused"),
    ("Content-Length beyond 63 bits", post(CL + b"9223372036854775808\r\n", b"abc"), "refused"),
    ("Content-Length of 100 digits", post(CL + b"0" * 99 + b"3\r\n", b"abc"), "safe"),
    ("Content-Length in other digits", post(CL + "٣\r\n".encode(), b"abc"), "refused"),
    ("Content-Length with a letter behind", post(CL + b"3a\r\n", b"abc"), "refused"),
    ("Content-Length with a vertical tab", post(CL + b"\x0b3\r\n", b"abc"), "refused"),
    ("blank before the colon of Content-Length", post(b"Content-Length : 44\r\n", SMUGGLED), "refused"),
    ("Content-Length behind a blank", post(b" Content-Length: 44\r\n", SMUGGLED), "refused"),
    ("Content-Length with an underscore is no framing", post(b"Content_Length: 44\r\n", b""), "safe"),
    ("Content-Length with NUL in its name", post(b"Content\x00-Length: 44\r\n", SMUGGLED), "refused"),
    # 0.CL: a body on a request that seldom has one.
    ("GET with a body", b"GET /a HTTP/1.1\r\n" + H + CL + SIZE + b"\r\n" + SMUGGLED, 1),
    ("HEAD with a body", b"HEAD /a HTTP/1.1\r\n" + H + CL + SIZE + b"\r\n" + SMUGGLED, "head"),
    ("DELETE with a chunked body", b"DELETE /a HTTP/1.1\r\n" + H + TE + b"chunked\r\n\r\n" + CHUNK + EMPTY, 1),
    ("OPTIONS with a body", b"OPTIONS /a HTTP/1.1\r\n" + H + CL + SIZE + b"\r\n" + SMUGGLED, 1),
    ("GET without a body and more behind", b"GET /a HTTP/1.1\r\n" + H + CL + b"0\r\n\r\n" + get(), 2),
    # The request line.
    ("two blanks in the request line", b"GET  /a HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("tab in the request line", b"GET\t/a\tHTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("blank in the target", b"GET /a b HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("version in lower case", b"GET /a http/1.1\r\n" + H + b"\r\n", "refused"),
    ("HTTP/0.9", b"GET /a\r\n", "refused"),
    ("HTTP/1.2", b"GET /a HTTP/1.2\r\n" + H + b"\r\n", "safe"),
    ("HTTP/1.10", b"GET /a HTTP/1.10\r\n" + H + b"\r\n", "refused"),
    ("HTTP/2.0 in a request line", b"GET /a HTTP/2.0\r\n" + H + b"\r\n", "refused"),
    ("HTTP/1.01", b"GET /a HTTP/1.01\r\n" + H + b"\r\n", "refused"),
    ("HTTP/11", b"GET /a HTTP/11\r\n" + H + b"\r\n", "refused"),
    ("blank behind the version", b"GET /a HTTP/1.1 \r\n" + H + b"\r\n", "refused"),
    ("blank before the method", b" GET /a HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("NUL in the target", b"GET /a\x00b HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("CR in the target", b"GET /a\rb HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("raw bytes above 127 in the target", b"GET /\xc3\xa4 HTTP/1.1\r\n" + H + b"\r\n", "safe"),
    ("control byte before the request line", b"\x01GET /a HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("NULs before the request line", b"\x00\x00GET /a HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("method with a control byte", b"G\x07T /a HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("method in brackets", b"(GET) /a HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("no method", b" /a HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("no target", b"GET HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("target without a slash", b"GET a HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("target with a fragment", b"GET /a#b HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("asterisk with GET", b"GET * HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("percent without digits", b"GET /%zz HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("percent NUL", b"GET /a%00b HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("TLS ClientHello in the clear", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 64 + b"\r\n\r\n", "closed"),
    # Ends of lines.
    ("bare LF everywhere", b"GET /a HTTP/1.1\nHost: localhost\n\n", "refused"),
    ("bare LF after the request line", b"GET /a HTTP/1.1\nHost: localhost\r\n\r\n", "refused"),
    ("bare LF after a field", b"GET /a HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n", "refused"),
    ("bare LF ends the head", b"GET /a HTTP/1.1\r\nHost: localhost\r\n\n", "refused"),
    ("bare CR inside of a value", get(b"X: a\rb\r\n"), "refused"),
    ("bare CR before a field that frames", get(b"X: a\rContent-Length: 44\r\n"), "refused"),
    ("CR CR LF", get(b"X: a\r\r\n"), "refused"),
    ("LF CR", b"GET /a HTTP/1.1\n\rHost: localhost\n\r\n\r", "refused"),
    ("bare LF hides a field", get(b"X: a\nTransfer-Encoding: chunked\r\n") + EMPTY, "refused"),
    ("line separator of Unicode", get("X: a\u2028Y: b\r\n".encode()), "safe"),
    # Fields.
    ("obs-fold", get(b"X: a\r\n b\r\n"), "refused"),
    ("obs-fold with a tab", get(b"X: a\r\n\tb\r\n"), "refused"),
    ("obs-fold of Transfer-Encoding", post(b"Transfer-Encoding:\r\n chunked\r\n", EMPTY + SMUGGLED), "refused"),
    ("first field is a fold", b"GET /a HTTP/1.1\r\n X: y\r\n" + H + b"\r\n", "refused"),
    ("fold of blanks alone", get(b"X: a\r\n \r\n"), "refused"),
    ("blank before a colon", get(b"X : a\r\n"), "refused"),
    ("tab before a colon", get(b"X\t: a\r\n"), "refused"),
    ("blank inside of a name", get(b"X Y: a\r\n"), "refused"),
    ("no colon", get(b"Content-Length 44\r\n"), "refused"),
    ("empty name", get(b": a\r\n"), "refused"),
    ("NUL in a value", get(b"X: a\x00b\r\n"), "refused"),
    ("NUL in a name", get(b"X\x00: a\r\n"), "refused"),
    ("control byte in a value", get(b"X: a\x01b\r\n"), "refused"),
    ("DEL in a value", get(b"X: a\x7fb\r\n"), "refused"),
    ("byte above 127 in a name", get(b"X\xe9: a\r\n"), "refused"),
    ("name in brackets", get(b"X(y): a\r\n"), "refused"),
    ("empty value", get(b"X:\r\n"), 1),
    ("obs-text in a value", get(b"X: caf\xe9\r\n"), 1),
    # Transfer-Encoding in disguise: what is not exactly chunked is refused (RFC 9112 6.1, 6.3).
    ("TE with a blank before the colon", post(b"Transfer-Encoding : chunked\r\n", EMPTY), "refused"),
    ("TE xchunked", post(TE + b"xchunked\r\n", EMPTY), "refused"),
    ("TE chunked twice in a list", post(TE + b"chunked, chunked\r\n", EMPTY), "refused"),
    ("TE chunked in two fields", post(TE + b"chunked\r\n" + TE + b"chunked\r\n", EMPTY), "refused"),
    ("TE chunked, identity", post(TE + b"chunked, identity\r\n", EMPTY), "refused"),
    ("TE identity, chunked", post(TE + b"identity, chunked\r\n", EMPTY), "refused"),
    ("TE identity", post(TE + b"identity\r\n" + CL + b"3\r\n", b"abc"), "refused"),
    ("TE gzip, chunked", post(TE + b"gzip, chunked\r\n", EMPTY), "refused"),
    ("TE chunked first, then another field", post(TE + b"chunked\r\n" + TE + b"x\r\n", EMPTY), "refused"),
    ("TE another field, then chunked", post(TE + b"x\r\n" + TE + b"chunked\r\n", EMPTY), "refused"),
    ("TE with an empty field beside", post(TE + b"chunked\r\n" + b"Transfer-Encoding:\r\n", EMPTY), "refused"),
    ("TE empty", post(b"Transfer-Encoding:\r\n", EMPTY), "refused"),
    ("TE chunked with a comma behind", post(TE + b"chunked,\r\n", EMPTY), "safe"),
    ("TE with a comma before", post(TE + b",chunked\r\n", EMPTY), "safe"),
    ("TE in quotes", post(TE + b'"chunked"\r\n', EMPTY), "refused"),
    ("TE in single quotes", post(TE + b"'chunked'\r\n", EMPTY), "refused"),
    ("TE with a parameter", post(TE + b"chunked;q=1\r\n", EMPTY), "refused"),
    ("TE with a tab before", post(b"Transfer-Encoding:\tchunked\r\n", EMPTY), "safe"),
    ("TE with a vertical tab", post(b"Transfer-Encoding:\x0bchunked\r\n", EMPTY), "refused"),
    ("TE with a form feed behind", post(TE + b"chunked\x0c\r\n", EMPTY), "refused"),
    ("TE with NUL behind", post(TE + b"chunked\x00\r\n", EMPTY), "refused"),
    ("TE with NBSP", post(TE + b"\xa0chunked\r\n", EMPTY), "refused"),
    ("TE with a dotless i in its name", post("Transfer-Encodıng: chunked\r\n".encode(), EMPTY), "refused"),
    ("TE with a Kelvin sign", post("Transfer-Encoding: chun\u212aed\r\n".encode(), EMPTY), "refused"),
    ("TE by an underscore beside CL", post(b"Transfer_Encoding: chunked\r\n" + CL + b"5\r\n", EMPTY), "safe"),
    ("X-TE behind a bare LF", post(b"X: y\nTransfer-Encoding: chunked\r\n" + CL + b"5\r\n", EMPTY), "refused"),
    ("TE on HTTP/1.0", b"POST /a HTTP/1.0\r\n" + H + TE + b"chunked\r\n\r\n" + EMPTY, "refused"),
    ("TE and CL on HTTP/1.0", b"POST /a HTTP/1.0\r\n" + H + TE + b"chunked\r\n" + CL + b"5\r\n\r\n" + EMPTY, "refused"),
    ("Connection: Content-Length does not unframe", post(CL + b"3\r\nConnection: Content-Length\r\n", b"abc"), "safe"),
    ("Connection: Transfer-Encoding does not unframe", post(TE + b"chunked\r\nConnection: Transfer-Encoding\r\n", b"3\r\nabc\r\n" + EMPTY), "safe"),
    ("Connection: Host does not take Host away", get(b"Connection: Host\r\n"), "safe"),
    # Chunks.
    ("chunk size 0x", post(TE + b"chunked\r\n", b"0x3\r\nabc\r\n" + EMPTY), "refused"),
    ("chunk size with a plus", post(TE + b"chunked\r\n", b"+3\r\nabc\r\n" + EMPTY), "refused"),
    ("negative chunk size", post(TE + b"chunked\r\n", b"-1\r\nabc\r\n" + EMPTY), "refused"),
    ("empty chunk size", post(TE + b"chunked\r\n", b"\r\nabc\r\n" + EMPTY), "refused"),
    ("chunk size beyond 64 bits", post(TE + b"chunked\r\n", b"10000000000000003\r\nabc\r\n" + EMPTY), "refused"),
    ("chunk size beyond 63 bits", post(TE + b"chunked\r\n", b"ffffffffffffffff\r\nabc\r\n" + EMPTY), "refused"),
    ("chunk size beyond 32 bits", post(TE + b"chunked\r\n", b"100000003\r\nabc\r\n" + EMPTY), "refused or waiting"),
    ("chunk size with a blank before", post(TE + b"chunked\r\n", b" 3\r\nabc\r\n" + EMPTY), "refused"),
    ("chunk size with a blank behind", post(TE + b"chunked\r\n", b"3 \r\nabc\r\n" + EMPTY), "safe"),
    ("chunk size with an underscore", post(TE + b"chunked\r\n", b"0_3\r\nabc\r\n" + EMPTY), "refused"),
    ("chunk size line ends with LF", post(TE + b"chunked\r\n", b"3\nabc\r\n" + EMPTY), "refused"),
    ("chunk size line ends with CR", post(TE + b"chunked\r\n", b"3\rabc\r\n" + EMPTY), "refused"),
    ("chunk data ends with LF", post(TE + b"chunked\r\n", b"3\r\nabc\n" + EMPTY), "refused"),
    ("chunk data ends with nothing", post(TE + b"chunked\r\n", b"3\r\nabc" + EMPTY), "refused"),
    ("bytes after chunk data", post(TE + b"chunked\r\n", b"3\r\nabcX\r\n" + EMPTY), "refused"),
    ("two bytes instead of CRLF after chunk data", post(TE + b"chunked\r\n", b"3\r\nabcXX" + EMPTY), "refused"),
    ("extension with bare LF (TERM.EXT)", post(TE + b"chunked\r\n", b"3;\nxx\r\nabc\r\n" + EMPTY), "refused"),
    ("extension with bare CR (EXT.TERM)", post(TE + b"chunked\r\n", b"3;a\rb\r\nabc\r\n" + EMPTY), "refused"),
    ("extension with NUL", post(TE + b"chunked\r\n", b"3;a\x00b\r\nabc\r\n" + EMPTY), "refused"),
    ("quoted extension hides an end of line", post(TE + b"chunked\r\n", b'3;a="\r\nabc\r\n0\r\n\r\n' + SMUGGLED + b'"\r\n'), "refused"),
    ("quoted extension without an end", post(TE + b"chunked\r\n", b'0;a="\r\n\r\n' + SMUGGLED), "refused"),
    ("extension of 100 KiB", post(TE + b"chunked\r\n", b"3;" + b"a" * 102400 + b"\r\nabc\r\n" + EMPTY), "refused"),
    ("last chunk with an extension and LF", post(TE + b"chunked\r\n", b"0;\n\r\n\r\n" + b""), "refused"),
    ("last chunk ends with LF", post(TE + b"chunked\r\n", b"0\n\n" + SMUGGLED), "refused"),
    ("trailer section ends with LF", post(TE + b"chunked\r\n", b"0\r\n\n" + SMUGGLED), "refused"),
    ("trailer that frames: Content-Length", post(TE + b"chunked\r\n", b"0\r\nContent-Length: 44\r\n\r\n"), "safe"),
    ("trailer that frames: Transfer-Encoding", post(TE + b"chunked\r\n", b"0\r\nTransfer-Encoding: chunked\r\n\r\n"), "safe"),
    ("trailer that routes: Host", post(TE + b"chunked\r\n", b"0\r\nHost: evil\r\n\r\n"), "safe"),
    ("trailer with obs-fold", post(TE + b"chunked\r\n", b"0\r\nX: a\r\n b\r\n\r\n"), "refused"),
    ("trailer without a colon", post(TE + b"chunked\r\n", b"0\r\nGET /smuggled HTTP/1.1\r\n\r\n"), "refused"),
    ("trailer with NUL", post(TE + b"chunked\r\n", b"0\r\nX: \x00\r\n\r\n"), "refused"),
    ("trailer of 100 KiB", post(TE + b"chunked\r\n", b"0\r\nX: " + b"a" * 102400 + b"\r\n\r\n"), "refused"),
    ("a whole request in a chunk is data", post(TE + b"chunked\r\n", CHUNK + EMPTY), 1),
    # Host (RFC 9112 3.2) and the form of the target.
    ("no Host", b"GET /a HTTP/1.1\r\n\r\n", "refused"),
    ("two Hosts", b"GET /a HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n", "refused"),
    ("two equal Hosts", b"GET /a HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", "refused"),
    ("list of Hosts", b"GET /a HTTP/1.1\r\nHost: localhost, evil\r\n\r\n", "refused"),
    ("Host with a path", b"GET /a HTTP/1.1\r\nHost: localhost/x\r\n\r\n", "refused"),
    ("Host with a user", b"GET /a HTTP/1.1\r\nHost: a@localhost\r\n\r\n", "refused"),
    ("Host with a blank", b"GET /a HTTP/1.1\r\nHost: local host\r\n\r\n", "refused"),
    ("Host with a port that is none", b"GET /a HTTP/1.1\r\nHost: localhost:x\r\n\r\n", "refused"),
    ("Host with a port beyond 65535", b"GET /a HTTP/1.1\r\nHost: localhost:99999\r\n\r\n", "refused"),
    ("Host with an open bracket", b"GET /a HTTP/1.1\r\nHost: [::1\r\n\r\n", "refused"),
    ("Host with a query", b"GET /a HTTP/1.1\r\nHost: localhost?x\r\n\r\n", "refused"),
    ("Host with a percent NUL", b"GET /a HTTP/1.1\r\nHost: localhost%00\r\n\r\n", "refused"),
    ("Host folded", b"GET /a HTTP/1.1\r\nHost:\r\n localhost\r\n\r\n", "refused"),
    ("Host behind a blank, then Host", b"GET /a HTTP/1.1\r\n Host: evil\r\nHost: localhost\r\n\r\n", "refused"),
    ("absolute form", b"GET http://localhost/a HTTP/1.1\r\nHost: localhost\r\n\r\n", 1),
    ("absolute form against Host", b"GET http://localhost/a HTTP/1.1\r\nHost: evil\r\n\r\n", "one host"),
    ("absolute form with a user", b"GET http://a@localhost/a HTTP/1.1\r\nHost: localhost\r\n\r\n", "refused"),
    ("absolute form of another scheme", b"GET ftp://localhost/a HTTP/1.1\r\nHost: localhost\r\n\r\n", "refused"),
    ("absolute form without a host", b"GET http:///a HTTP/1.1\r\nHost: localhost\r\n\r\n", "refused"),
    ("authority form with GET", b"GET localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", "refused"),
    ("CONNECT", b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n" + SMUGGLED, "refused"),
    ("two slashes are not a host", b"GET //evil/a HTTP/1.1\r\nHost: localhost\r\n\r\n", "safe"),
    # Expect, Upgrade.
    ("unknown Expect", post(b"Expect: 200-ok\r\n" + CL + b"3\r\n", b"abc"), "safe"),
    ("Expect twice", post(b"Expect: 100-continue\r\nExpect: 100-continue\r\n" + CL + b"3\r\n", b"abc"), "safe"),
    ("Upgrade: h2c is not followed", get(b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"), "safe"),
    ("Upgrade with a body", post(b"Connection: Upgrade\r\nUpgrade: websocket\r\n" + CL + SIZE, SMUGGLED), "safe"),
    # Limits.
    ("header section of 1 MiB", get(b"X: " + b"a" * (1 << 20) + b"\r\n"), "refused"),
    ("10,000 fields", get(b"X: y\r\n" * 10_000), "refused"),
    ("target of 100 KiB", b"GET /" + b"a" * 102400 + b" HTTP/1.1\r\n" + H + b"\r\n", "refused"),
    ("method of 100 KiB", b"A" * 102400 + b" /a HTTP/1.1\r\n" + H + b"\r\n", "refused"),
]


def special(data, expectation):
    """Rows whose expectation is their own."""
    backend.forget()
    with Client(port) as client:
        client.send(data)
        if expectation == "head":
            answer = client.final("HEAD")
            expect(answer.status in (200, 400), f"{answer}")
            client.connection.settimeout(0.5)
            try:
                expect(not client.rest(), "bytes behind the answer to HEAD")
            except TimeoutError:
                pass
            expect("/smuggled" not in backend.targets(), "smuggled")
        elif expectation == "closed":
            client.answers()
            expect(client.ended(), "still open")
            expect(not backend.requests, f"the backend saw {backend.requests}")
        elif expectation == "refused or waiting":
            client.answers(1)
            expect(not backend.requests, f"the backend saw {backend.requests}")
        elif expectation == "one host":
            answer = client.final()
            for request in backend.requests:
                expect(request.field("host") == [b"localhost"], f"Host {request.field('host')}")
            expect(answer.status == 200 or answer.status >= 400, f"{answer}")
    expect(not backend.violations, f"passed on: {backend.violations}")


for name, data, expectation in TABLE:
    if expectation in ("refused", "safe") or isinstance(expectation, int):
        cases.add(name, check, data, expectation)
    else:
        cases.add(name, special, data, expectation)


@cases.case("one byte at a time changes nothing")
def byte_by_byte():
    backend.forget()
    with Client(port) as client:
        for octet in post(TE + b"chunked\r\n", b"3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n") + get():
            client.send(bytes([octet]))
        answers = [client.final(), client.final()]
    expect([answer.status for answer in answers] == [200, 200], f"{answers}")
    expect(backend.requests[0].body == b"abc", f"{backend.requests}")


@cases.case("Expect: the body is asked for, then passed on")
def expect_continue():
    backend.forget()
    with Client(port) as client:
        client.send(post(b"Expect: 100-continue\r\n" + CL + b"3\r\n"))
        interim = client.answer()
        expect(interim.status == 100, f"{interim}")
        final = client.send(b"abc").final()
    expect(final.status == 200 and backend.requests[0].body == b"abc", f"{final}")


@cases.case("a client that leaves in the middle of a body is no request")
def half_body():
    backend.forget()
    with Client(port) as client:
        client.send(post(CL + b"100\r\n", b"abc"))
        time.sleep(0.3)
    expect(eventually(lambda: backend.unfinished), "the backend was not told of the end")
    expect(not backend.requests and not backend.violations, f"{backend.violations}")


@cases.case("hop-by-hop fields end at the gateway")
def hop_by_hop():
    backend.forget()
    with Client(port) as client:
        client.send(
            get(
                b"Connection: close, X-Secret\r\nX-Secret: 1\r\nKeep-Alive: 5\r\nProxy-Connection: x\r\n"
                b"TE: trailers\r\nProxy-Authorization: x\r\nUpgrade: foo\r\n"
            )
        )
        client.final()
    request = backend.requests[0]
    for name in ("x-secret", "keep-alive", "proxy-connection", "upgrade"):
        expect(not request.field(name), f"{name} was passed on")


@cases.case("forwarded fields of a stranger are not believed")
def forwarded():
    backend.forget()
    with Client(port) as client:
        client.send(get(b"X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\nForwarded: for=6.6.6.6\r\n"))
        client.final()
    request = backend.requests[0]
    for name in ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded"):
        text = b",".join(request.field(name))
        expect(b"6.6.6.6" not in text and b"evil" not in text and b"https" not in text, f"{name}: {text}")


PATHS = [
    ("/a/../b", "/b"),
    ("/a/%2e%2e/b", "/b"),
    ("/a/.%2E/b", "/b"),
    ("/a/./b", "/a/b"),
    ("/a//b", "/a/b"),
    ("/../../etc/passwd", None),
    ("/a%2fb", None),
    ("/a%5cb", None),
    ("/a\\..\\b", None),
    ("/%252e%252e/b", "/%252e%252e/b"),
    ("/a/..;/b", "/a/..;/b"),
    ("/%c0%ae%c0%ae/b", None),
]


def path(sent, wanted):
    backend.forget()
    with Client(port) as client:
        client.send(f"GET {sent} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        answer = client.final()
    targets = backend.targets()
    for target in targets:
        segments = target.partition("?")[0].lower().replace("%2e", ".").split("/")
        expect(".." not in segments and "." not in segments, f"dot segments at the backend: {target}")
        expect("//" not in target and "%2f" not in target.lower() and "\\" not in target, f"at the backend: {target}")
    if wanted:
        expect(targets == [wanted] or 300 <= answer.status < 500, f"{targets}, {answer}")
    else:
        expect(not targets or ".." not in targets[0], f"{targets}, {answer}")


for sent, wanted in PATHS:
    cases.add(f"path {sent}", path, sent, wanted)


@cases.case("the gateway is well after all of it")
def well():
    backend.forget()
    with Client(port) as client:
        expect(client.get("/a").status == 200, "no answer")
    expect("Exception" not in front.output(), "an exception in its log:\n" + front.output()[-3000:])


if __name__ == "__main__":
    sys.exit(cases.main())
