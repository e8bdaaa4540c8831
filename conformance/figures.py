#!/usr/bin/env python3
"""Figures that people ask for: time to the first answer, memory of idle connections, cost of many routes.

They are printed, not asserted: machines differ, and this one may be busy. What is asserted is that
all of it works.
"""

import resource
import statistics
import sys
import time

from harness import cases, peers
from harness.backend import Recorder
from harness.cases import expect, note
from harness.client import Client, connect
from harness.process import Gateway, free_port
from harness.resources import gateway, http_listener, https_listener, route, rule, secret, service


backend = Recorder()
port, tls = free_port(), free_port()
BASE = [gateway(http_listener(port)), service("web", backend.port)]


def first_answer(since):
    while True:
        try:
            with Client(port, timeout=5) as client:
                if client.get("/").status == 200:
                    return (time.monotonic() - since) * 1000
        except (OSError, EOFError):
            time.sleep(0.005)
        expect(time.monotonic() - since < 120, "no answer in two minutes")


@cases.case("from process start to the first answered request")
def start():
    times = []
    for _ in range(5):
        # The first one builds, if anything must be built.
        with Gateway(*BASE, route("web", rule("web")), ready=not times) as front:
            if times:
                times.append(first_answer(front.started))
            else:
                times.append(0.0)
    note(f"{statistics.median(times[1:]):.0f} ms (median of {len(times) - 1}), {min(times[1:]):.0f} ms at best")


def idle(connection_port, count, **more):
    with Gateway(
        gateway(http_listener(port), https_listener(tls, "localhost")),
        route("web", rule("web")),
        service("web", backend.port),
        secret("localhost", *peers.certificate("localhost")),
        # A busy machine may take longer to open them all.
        arguments=["--limit", "idle-timeout=30m"],
    ) as front:
        before = front.resident_mebibytes()
        connections = []
        for _ in range(count):
            connection = connect(connection_port, **more)
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            expect(connection.recv(4096).startswith(b"HTTP/1.1 200"), "no answer")
            connections.append(connection)
        note(f"RSS {before} MiB at first, {front.resident_mebibytes()} MiB with {count} idle connections")
        # Not all at once: the backend here has a thread for each connection.
        for first in range(0, count, 50):
            for connection in connections[first : first + 50]:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            for connection in connections[first : first + 50]:
                answer = connection.recv(4096)
                expect(answer.startswith(b"HTTP/1.1 200"), f"an idle connection answers {answer[:100]}")
        note(f"RSS {front.resident_mebibytes()} MiB after a request on each")
        for connection in connections:
            connection.close()


def many(count):
    routes = [route(f"r{number}", rule("web", f"/route/{number}"), hostnames=[f"h{number % 100}.example.com"]) for number in range(count)]

    def ask(number):
        with Client(port) as client:
            begun = time.perf_counter()
            for _ in range(300):
                expect(client.get(f"/route/{number}", f"h{number % 100}.example.com").status == 200, f"route {number}")
            return (time.perf_counter() - begun) / 300 * 1e6

    with Gateway(*BASE, ready=False) as front:
        front.await_ready()
        files = max(1, count // 100)
        for number in range(files):
            front.write(f"routes-{number}", *routes[number::files])
        begun = time.monotonic()
        while True:
            with Client(port) as client:
                if all(client.get(f"/route/{n}", f"h{n % 100}.example.com").status == 200 for n in range(count - files, count)):
                    break
            expect(time.monotonic() - begun < 60, "not loaded in a minute")
        note(f"{count} routes in {files} files are in force {time.monotonic() - begun:.1f} s after the last was written")
        for _ in range(4):
            ask(0), ask(count - 1)
        note(f"a request by the first route {ask(0):.0f} µs, by the last {ask(count - 1):.0f} µs, client included")
        times = []
        for change in range(20):
            mark = {"type": "ResponseHeaderModifier", "responseHeaderModifier": {"set": [{"name": "x-mark", "value": str(change)}]}}
            extra = route("extra", rule("web", "/extra", filters=[mark]), hostnames=["h1.example.com"])
            with Client(port) as client:
                front.write("extra", extra)
                begun = time.monotonic()
                while client.get("/extra", "h1.example.com").field("x-mark") != [str(change)]:
                    expect(time.monotonic() - begun < 10, "a change is not in force after 10 s")
                times.append((time.monotonic() - begun) * 1000)
        note(f"one more or changed among {count}: {statistics.median(times):.0f} ms (median of 20), {max(times):.0f} ms at most")
        note(f"RSS {front.resident_mebibytes()} MiB")
        begun = time.monotonic()
        front.kill()
        front.start(ready=False)
        first_answer_of(begun, count)


def first_answer_of(begun, count):
    while True:
        try:
            with Client(port, timeout=5) as client:
                if client.get(f"/route/{count - 1}", f"h{(count - 1) % 100}.example.com").status == 200:
                    note(f"started anew: the last route answers {time.monotonic() - begun:.1f} s after process start")
                    return
        except (OSError, EOFError):
            time.sleep(0.01)
        expect(time.monotonic() - begun < 60, "no answer in a minute")


limit = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(limit[1], 20_000), limit[1]))
cases.add("5,000 idle connections", idle, port, 5000)
cases.add("1,000 idle connections over TLS", lambda: idle(tls, 1000, tls=True))
cases.add("1,000 routes", many, 1_000)
cases.add("10,000 routes", many, 10_000)

if __name__ == "__main__":
    sys.exit(cases.main())
