#!/usr/bin/env python3
"""Nothing is lost: configuration changes, endpoints that go, drains and kills, all under load.

Needs wrk and nghttp2-client. Each case counts requests that clients saw fail, and there may be none.
"""

import re
import shutil
import subprocess
import struct
import sys
import threading
import time

from harness import cases, peers
from harness.backend import Recorder, eventually
from harness.cases import expect, note
from harness.client import Client
from harness.frames import *
from harness.process import Gateway, free_port
from harness.resources import gateway, http_listener, https_listener, route, rule, secret, service

certificate = peers.certificate("localhost")


class Quick(Recorder):
    """Answers with its name; keeps nothing. Slowly, if the path says so."""

    def __init__(self, name):
        self.name, self.served, self.open = name, 0, set()
        super().__init__()

    def serve(self, connection):
        self.open.add(connection)
        try:
            super().serve(connection)
        finally:
            self.open.discard(connection)

    def answer(self, request):
        self.served += 1
        self.requests.clear()
        if b"/slow" in request.target:
            time.sleep(1.5)
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(self.name), self.name)


class Load:
    """wrk and h2load at once, until `end` or for that many seconds."""

    def __init__(self, clear, tls, seconds):
        self.wrk = self.spawn("wrk", "-t1", "-c16", f"-d{seconds}", f"http://127.0.0.1:{clear}/")
        self.h2load = self.spawn("h2load", "-c4", "-m8", f"-D{seconds}", f"https://127.0.0.1:{tls}/")
        time.sleep(1)

    def spawn(self, *command):
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def end(self):
        """Waits for both; fails if they saw one request fail."""
        first, second = self.wrk.communicate(timeout=200)[0], self.h2load.communicate(timeout=200)[0]
        done = re.search(r"(\d+) requests in", first)
        expect(done and int(done.group(1)), first)
        requests = re.search(r"requests: .*", second)
        expect(requests, second)
        note(f"wrk: {done.group(1)} requests; h2load: {requests.group(0)[10:]}")
        expect("Socket errors" not in first and "Non-2xx" not in first, first)
        expect(", 0 failed, 0 errored, 0 timeout" in requests.group(0), second)


def world(*ports):
    return [
        gateway(http_listener(clear), https_listener(tls, "localhost")),
        route("web", rule("web")),
        service("web", *ports),
        secret("localhost", *certificate),
    ]


backends = [Quick(b"one"), Quick(b"two"), Quick(b"three")]
all_ports = [backend.port for backend in backends]
clear, tls = free_port(), free_port()


def run(*more, resources=None):
    return Gateway(*(resources or world(*all_ports)), arguments=["--drain", "20", *more])


def get(path="/"):
    with Client(clear) as client:
        return client.get(path)


def latency(front, write, seen, seconds=5):
    """From the write of a file until a request shows it, in milliseconds."""
    write()
    begun = time.monotonic()
    while not seen():
        expect(time.monotonic() - begun < seconds, f"not in force after {seconds} s: {front.output()[-500:]}")
    return (time.monotonic() - begun) * 1000


@cases.case("1,000 changes under load fail no request")
def changes():
    with run() as front:
        load = Load(clear, tls, 60)
        times = []
        for number in range(1000):
            name = f"n{number}"
            answer = {"type": "ResponseHeaderModifier", "responseHeaderModifier": {"set": [{"name": "x-number", "value": name}]}}
            extra = route("extra", rule("web", "/extra", filters=[answer]))
            if number % 50 == 0:
                times.append(latency(front, lambda: front.write("extra", extra), lambda: get("/extra").field("x-number") == [name]))
            else:
                front.write("extra", extra)
                time.sleep(0.02)
        times.sort()
        note(f"a change is in force after {times[len(times) // 2]:.0f} ms (median of {len(times)}), {times[-1]:.0f} ms at most")
        load.end()
        expect("Exception" not in front.output(), front.output()[-2000:])


@cases.case("gateways, listeners, certificates and routes that come and go under load fail no other request")
def upheaval():
    second = free_port()
    with run() as front:
        load = Load(clear, tls, 12)
        for number in range(40):
            front.write(
                "second",
                gateway(http_listener(second), name="second"),
                {**route("second", rule("web")), "spec": {"parentRefs": [{"name": "second"}], "rules": [rule("web")]}},
            )
            front.write("certificate", secret("other", *certificate)) if number % 2 else front.write("certificate", secret("other2", *certificate))
            time.sleep(0.1)
            (front.folder / "second.yaml").unlink()
            time.sleep(0.1)
        load.end()
        expect("Exception" not in front.output(), front.output()[-2000:])


@cases.case("broken files under load cost nothing")
def broken():
    with run() as front:
        load = Load(clear, tls, 5)
        for text in ("{", "kind: Gateway", "a: &a [*a, *a]", "\0", "- - - -\n" * 100, "kind: HTTPRoute\napiVersion: gateway.networking.k8s.io/v1\nmetadata: {name: web}\nspec: {rules: [{backendRef: []}]}"):
            (front.folder / "broken.yaml").write_text(text)
            time.sleep(0.3)
        load.end()
        (front.folder / "broken.yaml").unlink()
        expect(get().status == 200, "no answer")


@cases.case("endpoints that come and go under load fail no request")
def endpoints():
    with run() as front:
        load = Load(clear, tls, 15)
        for number in range(60):
            kept = [port for place, port in enumerate(all_ports) if place != number % 3]
            front.write("all", *world(*kept))
            time.sleep(0.2)
        load.end()
        before = backends[2].served
        front.write("all", *world(*all_ports[:2]))
        time.sleep(0.5)
        before = backends[2].served
        for _ in range(50):
            get()
        expect(backends[2].served == before, "an endpoint that is gone is still asked")


@cases.case("an endpoint that is killed under load fails no request that can be tried again")
def killed_endpoint():
    doomed = Quick(b"doomed")
    with run(resources=world(*all_ports, doomed.port)) as front:
        failures, over = [], threading.Event()

        def ask():
            client = Client(clear)
            while not over.is_set():
                try:
                    answer = client.get("/")
                    if answer.status != 200:
                        failures.append(answer)
                except (EOFError, OSError) as problem:
                    failures.append(problem)
                    client = Client(clear)

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        doomed.close()
        for connection in list(doomed.open):
            # Idle connections end; a request that was sent on one is allowed to fail only if it was answered in part.
            try:
                connection.shutdown(2)
            except OSError:
                pass
        time.sleep(2)
        over.set()
        for thread in threads:
            thread.join()
        note(f"{len(failures)} failed while an endpoint died under {doomed.served} requests")
        expect(not failures, f"{len(failures)} failed: {failures[:3]}")


def drain(front):
    """Everything that was accepted is answered; the process ends by itself with 0."""
    stop = threading.Event()
    failures, done, refused = [], [0], [0]

    def keep_alive():
        client = None
        while not stop.is_set():
            try:
                client = client or Client(clear)
            except OSError:
                refused[0] += 1
                return
            try:
                answer = client.get("/")
            except (EOFError, OSError) as problem:
                # RFC 9112 9.6: a server may close an idle connection at any time, also as a request comes;
                # one that says Connection: close first, and lingers, makes this never happen.
                failures.append(problem)
                client = None
                continue
            if answer.status != 200:
                failures.append(answer)
            done[0] += 1
            if answer.field("connection") == ["close"]:
                client.close()
                client = None

    def streams():
        connection, stream, goodbye = Connection(tls, tls=True), 1, False
        while not stop.is_set() and not goodbye:
            try:
                connection.headers(stream)
                last = None
                connection.connection.settimeout(10)
                while True:
                    found = connection.read()
                    if found is None:
                        if last is None or stream <= last:
                            failures.append("h2 connection closed with a stream open")
                        return
                    if found.kind == GOAWAY:
                        last, goodbye = struct.unpack(">I", found.payload[:4])[0], True
                        if last < stream:
                            return
                    if found.kind == RST_STREAM and found.stream == stream:
                        if found.code() != REFUSED_STREAM:
                            failures.append(found)
                        break
                    if found.stream == stream and found.flags & END_STREAM and found.kind in (HEADERS, DATA):
                        done[0] += 1
                        break
                stream += 2
            except OSError as problem:
                failures.append(problem)
                return

    def slow():
        with Client(clear) as client:
            try:
                answer = client.get("/slow")
                if answer.status != 200 or answer.field("connection") != ["close"]:
                    failures.append(f"slow: {answer}, Connection {answer.field('connection')}")
            except (EOFError, OSError) as problem:
                failures.append(f"slow: {problem}")

    threads = [threading.Thread(target=each) for each in [keep_alive] * 6 + [streams] * 3]
    for thread in threads:
        thread.start()
    time.sleep(1.5)
    late = [threading.Thread(target=slow) for _ in range(10)]
    for thread in late:
        thread.start()
    time.sleep(0.5)
    front.terminate()
    begun = time.monotonic()
    ready = eventually(lambda: not_ready(front), 3)
    for thread in late:
        thread.join()
    code = front.process.wait(30)
    note(f"{done[0]} requests, {len(failures)} failed; ended {time.monotonic() - begun:.1f} s after SIGTERM")
    stop.set()
    for thread in threads:
        thread.join()
    expect(code == 0, f"exit code {code}: {front.output()[-500:]}")
    expect(ready, "readiness stays on while draining")
    expect(not failures, f"{len(failures)} of {done[0]} failed: {failures[:4]}")


def not_ready(front):
    try:
        return front.ask("/readyz")[0] != 200
    except OSError:
        return True


@cases.case("drain on SIGTERM under load fails no request that was accepted")
def drains():
    with run() as front:
        drain(front)


@cases.case("a drain ends what does not end by itself, after its time")
def drain_time():
    with Gateway(*world(*all_ports), arguments=["--drain", "2"]) as front:
        with Client(clear) as client:
            client.send(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc")
            time.sleep(0.3)
            front.terminate()
            begun = time.monotonic()
            front.process.wait(30)
            expect(time.monotonic() - begun < 15, "the drain has no end")


@cases.case("idle connections do not hold a drain up")
def idle():
    with run() as front:
        clients = [Client(clear) for _ in range(50)]
        for client in clients[:25]:
            client.get("/")
        idle_streams = [Connection(tls, tls=True) for _ in range(10)]
        time.sleep(0.3)
        front.terminate()
        begun = time.monotonic()
        front.process.wait(30)
        took = time.monotonic() - begun
        note(f"ended after {took:.1f} s")
        expect(took < 15, f"took {took:.1f} s")
        for client in [*clients, *idle_streams]:
            client.close()


@cases.case("kill -9 and start again needs no cleaning up")
def kill():
    with run() as front:
        expect(get().status == 200, "no answer")
        clients = [Client(clear) for _ in range(20)]
        for client in clients:
            client.get("/")
        for _ in range(3):
            front.kill()
            front.start()
            expect(get().status == 200, "no answer after the restart")
        for client in clients:
            client.close()


@cases.case("a folder that is replaced as Kubernetes replaces mounted ones is seen")
def symbolic_links():
    with run() as front:
        for version in ("one", "two"):
            data = front.folder / f"..{version}"
            data.mkdir()
            answer = {"type": "ResponseHeaderModifier", "responseHeaderModifier": {"set": [{"name": "x-version", "value": version}]}}
            hidden = front.directory / "config"
            front.write("made", route("linked", rule("web", "/linked", filters=[answer])))
            shutil.move(front.folder / "made.yaml", data / "linked.yaml")
            link = hidden / "..data_tmp"
            link.symlink_to(f"..{version}")
            link.rename(hidden / "..data")
            file = front.folder / "linked.yaml"
            if not file.is_symlink():
                file.symlink_to("..data/linked.yaml")
            expect(eventually(lambda: get("/linked").field("x-version") == [version], 5), f"{version} is not in force: {front.output()[-600:]}")


if __name__ == "__main__":
    sys.exit(cases.main())
