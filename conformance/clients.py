#!/usr/bin/env python3
"""Real clients through the gateway: curl, h2load, wrk, gRPC's own interoperability suite, WebSocket.

Needs curl, nghttp2-client, wrk, openssl, python3-websockets (Debian packages) and Go.
"""

import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time

from harness import cases, peers
from harness.backend import Scripted
from harness.cases import expect, note
from harness.client import Client
from harness.process import Gateway, free_port
from harness.resources import gateway, http_listener, https_listener, route, rule, secret, service

GIBIBYTE = 1 << 30
directory = tempfile.TemporaryDirectory()
cases.at_end(directory.cleanup)


def echo(connection, request, reader):
    reader.body(request)
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Method: %s\r\nContent-Length: %d\r\n\r\n" % (request.method, len(request.body)))
    if request.method != b"HEAD":
        connection.sendall(request.body)


def gibibyte(connection, request, reader):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % GIBIBYTE)
    block = bytes(1 << 20)
    for _ in range(GIBIBYTE >> 20):
        connection.sendall(block)


def count(connection, request, reader):
    """Takes a body of any size, as slowly as the path says, and answers with its size."""
    taken, length = len(reader.pending), int((request.field("content-length") or [b"-1"])[0])
    reader.pending = b""
    while taken < length:
        data = connection.recv(1 << 20)
        if not data:
            return "close"
        taken += len(data)
        if b"slow" in request.target:
            time.sleep(0.01)
    text = str(taken).encode()
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))


def events(connection, request, reader):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
    for number in range(5):
        text = b"data: %d\n\n" % number
        connection.sendall(b"%x\r\n%s\r\n" % (len(text), text))
        if number < 4:
            time.sleep(0.3)
    connection.sendall(b"0\r\n\r\n")


def expected(connection, request, reader):
    """Asks for the body only when it is told to expect one."""
    expect(request.field("expect") == [b"100-continue"], "no Expect at the backend")
    connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    echo(connection, request, reader)


def refuses(connection, request, reader):
    connection.sendall(b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
    return "close"


backend = Scripted(
    {
        "/": b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n",
        "/echo": echo,
        "/gibibyte": gibibyte,
        "/count": count,
        "/slow-count": count,
        "/events": events,
        "/continue": expected,
        "/refuses": refuses,
        "/trailers": b"HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 42\r\n\r\n",
        "/early": b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    }
)
certificate, key = peers.certificate("localhost")
authority = pathlib.Path(directory.name, "ca.pem")
authority.write_text(certificate)


def spawned(command):
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    cases.at_end(process.kill)
    return process


grpc_port = free_port()
spawned([peers.grpc_interop_server(), f"--port={grpc_port}"])
websocket_server = spawned(["/usr/bin/python3", str(pathlib.Path(__file__).parent / "harness/websocket_server.py")])
websocket_port = int(websocket_server.stdout.readline() or 0)

clear, tls, grpc_clear, grpc_tls = (free_port() for _ in range(4))
grpc_match = {"matches": [{"method": {"type": "Exact", "service": "grpc.testing.TestService"}}, {"method": {"type": "Exact", "service": "grpc.testing.UnimplementedService"}}]}


def parents(*sections):
    return [{"name": "front-door", "sectionName": section} for section in sections]


front = Gateway(
    # A host name may have HTTPRoutes or GRPCRoutes, not both: gRPC has ports of its own.
    gateway(
        http_listener(clear),
        https_listener(tls, "localhost"),
        http_listener(grpc_clear, "grpc"),
        https_listener(grpc_tls, "localhost", "grpc-tls"),
    ),
    route("web", rule("web"), rule("chat", "/chat"), parentRefs=parents("http", "https")),
    route("grpc", {**rule("grpc"), **grpc_match}, kind="GRPCRoute", parentRefs=parents("grpc", "grpc-tls")),
    service("web", backend.port),
    service("chat", websocket_port, protocol="kubernetes.io/ws"),
    service("grpc", grpc_port, protocol="kubernetes.io/h2c"),
    secret("localhost", certificate, key),
)
cases.at_end(front.close)

WAYS = [
    ("HTTP/1.1", ["--http1.1"], f"http://localhost:{clear}"),
    ("h2c", ["--http2-prior-knowledge"], f"http://localhost:{clear}"),
    ("TLS HTTP/1.1", ["--http1.1", "--cacert", authority], f"https://localhost:{tls}"),
    ("TLS HTTP/2", ["--http2", "--cacert", authority], f"https://localhost:{tls}"),
    ("TLS 1.2", ["--http2", "--tls-max", "1.2", "--cacert", authority], f"https://localhost:{tls}"),
]


def curl(*arguments, data=None, timeout=120):
    return subprocess.run(
        ["curl", "-sS", "--noproxy", "*", *map(str, arguments)],
        input=data,
        stdin=None if data is not None else subprocess.DEVNULL,
        capture_output=True,
        timeout=timeout,
    )


def through(options, base):
    def get(path, *more, **keywords):
        done = curl(*options, *more, base + path, **keywords)
        expect(done.returncode == 0, f"{path}: curl {done.returncode} {done.stderr.decode()}")
        return done.stdout

    expect(get("/") == b"hello\n", "GET")
    head = get("/", "-I")
    expect(re.match(rb"HTTP/[12.]+ 200", head) and b"hello" not in head, f"HEAD: {head}")
    body = os.urandom(3 << 20)
    expect(get("/echo", "--data-binary", "@-", data=body) == body, "3 MiB with Content-Length")
    expect(get("/echo", "-T", "-", data=body) == body, "3 MiB in chunks")
    expect(get("/continue", "-H", "Expect: 100-continue", "--expect100-timeout", "10", "--data-binary", "@-", data=b"a" * 2000) == b"a" * 2000, "Expect")
    # RST_STREAM with NO_ERROR behind a whole answer (RFC 9113 8.1) makes this curl forget the answer:
    # http2.py looks at the frames instead.
    if "--http1.1" in options:
        expect(get("/refuses", "-w", "%{http_code}", "-H", "Expect: 100-continue", "--data-binary", "@-", data=b"a" * 2000) == b"413", "refused before its body")
    expect(b"103" in get("/early", "-i"), "103")
    # This curl cannot use a connection of prior knowledge again, whoever is at the other end.
    known = "--http2-prior-knowledge" in options
    twice = curl(*options, "-w", "%{num_connects} ", base + "/", base + "/")
    expect(known or twice.stdout.split()[1::2] == [b"1", b"0"], f"the connection is not used again: {twice.stdout}")
    trailers = curl(*options, "-D", "/dev/stderr", base + "/trailers")
    expect(trailers.stdout == b"abc" and b"x-sum: 42" in trailers.stderr.lower(), f"trailers: {trailers.stderr.decode()[-400:]}")
    if known:
        return
    parallel = curl(*options, "-Z", "--parallel-max", "40", *[word for _ in range(100) for word in (base + "/", "-o", "/dev/null")], "-w", "%{http_code}\n")
    expect(parallel.stdout.split() == [b"200"] * 100, f"100 in parallel: {parallel.stdout.split()[:5]} {parallel.stderr[:300]}")


for name, options, base in WAYS:
    cases.add(f"curl, {name}", through, options, base)


def stream_events(options, base):
    process = subprocess.Popen(["curl", "-sN", "--noproxy", "*", *map(str, options), base + "/events"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    begun, arrivals = time.monotonic(), []
    for line in process.stdout:
        if line.strip():
            arrivals.append(time.monotonic() - begun)
    process.wait()
    expect(len(arrivals) == 5, f"{len(arrivals)} events")
    expect(arrivals[-1] - arrivals[0] > 0.6, "the events came all at once")


for name, options, base in WAYS[:4]:
    cases.add(f"server-sent events come one by one, {name}", stream_events, options, base)


def peak(action):
    """Runs the action; the most memory that the gateway had meanwhile beyond what it had, in MiB."""
    before, most, over = front.resident_mebibytes(), 0, threading.Event()

    def watch():
        nonlocal most
        while not over.wait(0.05):
            most = max(most, front.resident_mebibytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        action()
    finally:
        over.set()
        watcher.join()
    return before, most


def download(options, base):
    def action():
        done = curl(*options, "-o", "/dev/null", "-w", "%{size_download} %{speed_download}", base + "/gibibyte", timeout=300)
        expect(done.stdout.split()[:1] == [str(GIBIBYTE).encode()], f"{done.stdout} {done.stderr}")
        note(f"{int(done.stdout.split()[1]) >> 20} MiB/s")

    before, most = peak(action)
    note(f"RSS {before} MiB before, {most} MiB at most")
    expect(most < before + 100, f"RSS grew from {before} to {most} MiB")


def upload(options, base):
    source = pathlib.Path(directory.name, "gibibyte")
    if not source.exists():
        with open(source, "wb") as file:
            file.truncate(GIBIBYTE)

    def action():
        done = curl(*options, "-T", source, "-X", "POST", base + "/count", timeout=300)
        expect(done.stdout == str(GIBIBYTE).encode(), f"{done.stdout} {done.stderr}")

    before, most = peak(action)
    note(f"RSS {before} MiB before, {most} MiB at most")
    expect(most < before + 100, f"RSS grew from {before} to {most} MiB")


for name, options, base in (WAYS[0], WAYS[1], WAYS[3]):
    cases.add(f"1 GiB down, {name}", download, options, base)
    cases.add(f"1 GiB up, {name}", upload, options, base)


def slow_reader(options, base):
    """50 clients of a GiB each that take little: what they do not take stays at the backend."""

    def action():
        clients = [
            subprocess.Popen(["curl", "-s", "--noproxy", "*", *map(str, options), "--limit-rate", "10k", "-o", "/dev/null", base + "/gibibyte"], stdin=subprocess.DEVNULL)
            for _ in range(50)
        ]
        time.sleep(6)
        for client in clients:
            client.kill()
            client.wait()

    before, most = peak(action)
    note(f"RSS {before} MiB before, {most} MiB at most")
    expect(most < before + 100, f"RSS grew from {before} to {most} MiB")


cases.add("50 slow readers of 1 GiB, HTTP/1.1", slow_reader, *WAYS[0][1:])
cases.add("50 slow readers of 1 GiB, TLS HTTP/2", slow_reader, *WAYS[3][1:])


@cases.case("a slow backend slows its client down, not the gateway's memory")
def slow_backend():
    def action():
        with socket.create_connection(("127.0.0.1", clear)) as client:
            client.settimeout(0.5)
            client.sendall(b"POST /slow-count HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % GIBIBYTE)
            deadline = time.monotonic() + 5
            try:
                while time.monotonic() < deadline:
                    client.sendall(bytes(1 << 20))
            except TimeoutError:
                pass

    before, most = peak(action)
    note(f"RSS {before} MiB before, {most} MiB at most")
    expect(most < before + 100, f"RSS grew from {before} to {most} MiB")


GRPC = (
    "empty_unary large_unary client_streaming server_streaming ping_pong empty_stream timeout_on_sleeping_server "
    "cancel_after_begin cancel_after_first_response status_code_and_message special_status_message custom_metadata "
    "unimplemented_method unimplemented_service"
).split()


def grpc(name, *options):
    done = subprocess.run(
        [peers.grpc_interop_client(), "--server_host=localhost", f"--test_case={name}", *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    expect(done.returncode == 0, (done.stdout + done.stderr)[-800:])


for name in GRPC:
    cases.add(f"gRPC in the clear, {name}", grpc, name, f"--server_port={grpc_clear}")
    cases.add(f"gRPC over TLS, {name}", grpc, name, f"--server_port={grpc_tls}", "--use_tls", "--use_test_ca", f"--ca_file={authority}", "--server_host_override=localhost")


def websocket(url):
    done = subprocess.run(
        ["/usr/bin/python3", str(pathlib.Path(__file__).parent / "harness/websocket_client.py"), url],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    expect(done.returncode == 0, done.stderr[-800:])


cases.add("WebSocket in the clear", websocket, f"ws://localhost:{clear}/chat")
cases.add("WebSocket over TLS", websocket, f"wss://localhost:{tls}/chat")


@cases.case("an upgrade that the backend declines is an ordinary answer, and the connection lives on")
def declined():
    with Client(clear) as client:
        client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        answer = client.final()
        expect(answer.status == 200 and answer.body == b"hello\n", f"{answer}")
        expect(client.get("/").body == b"hello\n", "the connection does not go on")


def h2load(*arguments):
    done = subprocess.run(["h2load", *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
    found = re.search(r"requests: .*", done.stdout)
    expect(found, done.stdout + done.stderr)
    expect(", 0 failed, 0 errored" in found.group(0), found.group(0))
    note(found.group(0))
    note(re.search(r"finished in .*", done.stdout).group(0))


cases.add("h2load, h2c", h2load, "-n", 20_000, "-c", 10, "-m", 10, f"http://localhost:{clear}/")
cases.add("h2load, TLS", h2load, "-n", 20_000, "-c", 10, "-m", 10, f"https://localhost:{tls}/")
cases.add("h2load, HTTP/1.1", h2load, "-n", 20_000, "-c", 10, "--h1", f"http://localhost:{clear}/")


@cases.case("wrk")
def wrk():
    done = subprocess.run(["wrk", "-t1", "-c20", "-d3", f"http://localhost:{clear}/"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    expect("Socket errors" not in done.stdout and "Non-2xx" not in done.stdout, done.stdout)
    note(re.search(r"Requests/sec.*", done.stdout).group(0))


@cases.case("no exception in the gateway's log")
def well():
    expect("Exception" not in front.output(), front.output()[-3000:])


if __name__ == "__main__":
    sys.exit(cases.main())
