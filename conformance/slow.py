#!/usr/bin/env python3
"""Clients that are slow, silent or many, TLS that is broken, and strangers at the admin address."""

import os
import select
import socket
import ssl
import sys
import threading
import time

from harness import cases, peers
from harness.backend import Recorder, eventually
from harness.cases import expect, note
from harness.client import Client, connect
from harness.process import Gateway, free_port
from harness.resources import gateway, http_listener, https_listener, route, rule, secret, service

backend = Recorder()
port, tls = free_port(), free_port()
limits = {
    "header-timeout": "2s",
    "body-timeout": "2s",
    "idle-timeout": "3s",
    "handshake-timeout": "2s",
    "write-timeout": "3s",
    "listener-connections": "300",
}
front = Gateway(
    gateway(http_listener(port), https_listener(tls, "localhost", hostname="localhost")),
    route("web", rule("web")),
    service("web", backend.port),
    secret("localhost", *peers.certificate("localhost")),
    arguments=[word for limit in limits.items() for word in ("--limit", "=".join(limit))],
)
cases.at_end(front.close)


def well():
    with Client(port) as client:
        expect(client.get("/a").status == 200, "others are not served")


def ends(connection, seconds, answer=None):
    """The other side must end it within that time, with these first bytes if any."""
    connection.settimeout(seconds)
    begun, data = time.monotonic(), b""
    try:
        while piece := connection.recv(65536):
            data += piece
    except ConnectionError:
        pass
    except TimeoutError:
        raise cases.Failed(f"still open after {seconds} s; got {data[:100]!r}")
    if answer is not None:
        expect(data.startswith(answer), f"{data[:100]!r}")
    return time.monotonic() - begun


@cases.case("silence ends after idle-timeout")
def silence():
    with connect(port) as connection:
        ends(connection, 10, b"")


@cases.case("half a request line gets 408")
def half_line():
    with connect(port) as connection:
        connection.sendall(b"GET / HT")
        ends(connection, 10, b"HTTP/1.1 408 ")


@cases.case("slowloris: a field a second does not buy time")
def slowloris():
    with connect(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        begun = time.monotonic()
        try:
            while time.monotonic() - begun < 15:
                connection.sendall(b"X: y\r\n")
                time.sleep(0.5)
        except OSError:
            pass
        expect(time.monotonic() - begun < 10, "still open after 10 s")


@cases.case("a body that stops coming gets 408, and its backend is let go")
def slow_body():
    backend.forget()
    with connect(port) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc")
        ends(connection, 10, b"HTTP/1.1 408 ")
    expect(eventually(lambda: backend.unfinished), "the backend still waits")


@cases.case("a body of a byte a second is below the least rate")
def dribble():
    with connect(port) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
        begun, answered = time.monotonic(), None
        try:
            while time.monotonic() - begun < 40:
                connection.sendall(b"x")
                time.sleep(0.5)
                if not answered and select.select([connection], [], [], 0)[0]:
                    answered = time.monotonic() - begun, connection.recv(4096)
        except OSError:
            pass
        ended = time.monotonic() - begun
        expect(answered and answered[0] < 15 and answered[1].startswith(b"HTTP/1.1 408 "), f"{answered}")
        expect(ended < 38, f"answered, but what follows is still taken after {ended:.0f} s")
        note(f"answered after {answered[0]:.0f} s, closed after {ended:.0f} s")


@cases.case("chunks of a byte, each a packet, are passed on whole")
def small_chunks():
    backend.forget()
    with Client(port) as client:
        client.send(b"POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(2000):
            client.send(b"1\r\nx\r\n")
        answer = client.send(b"0\r\n\r\n").final()
    expect(answer.status == 200 and backend.requests[0].body == b"x" * 2000, f"{answer}")


@cases.case("a TLS handshake that never ends")
def slow_handshake():
    for begin in (b"", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"):
        with connect(tls) as connection:
            if begin:
                connection.sendall(begin)
            ends(connection, 10)


@cases.case("bytes that are no TLS at a TLS listener")
def no_tls():
    for data in (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", os.urandom(5000), b"\0" * 5000, b"\x16\x03\x01\xff\xff" + b"\0" * 70_000, b"SSH-2.0-x\r\n"):
        with connect(tls) as connection:
            try:
                connection.sendall(data)
            except OSError:
                pass
            ends(connection, 10)
    well()


@cases.case("random bytes in the clear")
def noise():
    for _ in range(100):
        with connect(port) as connection:
            try:
                connection.sendall(os.urandom(3000))
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                continue
            ends(connection, 10)
    expect(not backend.violations, f"{backend.violations}")
    well()


@cases.case("TLS 1.0 and 1.1 and weak ciphers are refused")
def old_tls():
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        try:
            with socket.create_connection(("127.0.0.1", tls)) as plain:
                context.wrap_socket(plain, server_hostname="localhost")
        except (ssl.SSLError, OSError):
            continue
        raise cases.Failed(f"{version} was taken")


@cases.case("another host than SNI named is misdirected: 421")
def misdirected():
    with Client(tls, tls=True) as client:
        answer = client.get("/", "localhost")
        expect(answer.status == 200, f"{answer}")
        answer = client.get("/", "other.example")
        expect(answer.status in (404, 421), f"{answer}")


@cases.case("more connections than listener-connections are closed, those before live on")
def too_many():
    with Client(port) as first:
        first.get("/a")
        crowd = []
        for _ in range(400):
            try:
                crowd.append(connect(port))
            except OSError:
                break
        time.sleep(0.2)
        expect(first.get("/a").status == 200, "an older connection is not served")
        expect(front.metric("maneki_limit_hits_total", limit="listener-connections") > 0, "no metric says so")
        for connection in crowd:
            connection.close()
    expect(eventually(lambda: not failed(well)), "no new connection is taken afterwards")


def failed(action):
    try:
        action()
    except Exception:
        return True
    return False


@cases.case("a storm of connections that come and go")
def storm():
    before = front.resident_mebibytes()

    def come_and_go():
        for number in range(300):
            try:
                with connect(port if number % 3 else tls) as connection:
                    if number % 2:
                        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"[: number % 40])
                    if number % 5 == 0:
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            except OSError:
                pass

    threads = [threading.Thread(target=come_and_go) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expect(eventually(lambda: not failed(well)), "not served afterwards")
    note(f"RSS {before} MiB before, {front.resident_mebibytes()} MiB after")


@cases.case("the admin address is no proxy, and no page of it lets another site in")
def admin():
    def ask(text):
        with Client(front.admin) as client:
            client.send(text.encode())
            return client.final()

    host = f"Host: 127.0.0.1:{front.admin}\r\n"
    expect(ask(f"GET /livez HTTP/1.1\r\n{host}\r\n").status == 200, "livez")
    # A page of another site whose name leads here (DNS rebinding).
    rebound = ask("GET /status HTTP/1.1\r\nHost: evil.example\r\n\r\n")
    expect(rebound.status in (400, 403, 421), f"another Host: {rebound.status}")
    for text in (
        f"POST /status HTTP/1.1\r\n{host}Content-Length: 3\r\n\r\nabc",
        f"GET /../../etc/passwd HTTP/1.1\r\n{host}\r\n",
        f"GET http://127.0.0.1:{backend.port}/a HTTP/1.1\r\nHost: 127.0.0.1:{backend.port}\r\n\r\n",
        f"GET /nothing HTTP/1.1\r\n{host}\r\n",
        f"GET /explain?url=%00 HTTP/1.1\r\n{host}\r\n",
        f"GET /explain?method=GET&url=http://localhost/%zz HTTP/1.1\r\n{host}\r\n",
    ):
        answer = ask(text)
        expect(400 <= answer.status < 500, f"{text!r}: {answer}")
        expect("access-control-allow-origin" not in dict(answer.fields), "CORS at the admin address")


@cases.case("no exception in the gateway's log")
def log():
    well()
    expect("Exception" not in front.output(), front.output()[-3000:])


if __name__ == "__main__":
    sys.exit(cases.main())
