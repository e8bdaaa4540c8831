#!/usr/bin/env python3
"""External authorization: a server asked by HTTP, and one that others wrote for Envoy's gRPC contract.

The gRPC server is grpc-go with the messages that go-control-plane generates from Envoy's definitions;
what it was told it hands to the backend, and is judged there. Needs Go and curl.
"""

import base64
import json
import subprocess
import sys
import threading
import time

from harness import cases, peers
from harness.backend import Recorder, Scripted, eventually
from harness.cases import expect
from harness.process import Gateway, free_port
from harness.resources import gateway, http_listener, route, rule, service

port = free_port()
backend = Recorder()


def ok(connection, request, reader):
    reader.body(request)
    user = b"X-User: alice\r\nX-Length: %d\r\n" % len(request.body)
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + user + b"Content-Type: text/html\r\nContent-Length: 3\r\n\r\nyes")


def silent(connection, request, reader):
    reader.more()  # Until the gateway gives up.


def refusal(status, more=b"", body=b"no"):
    return b"HTTP/1.1 " + status + b"\r\n" + more + b"Content-Length: %d\r\n\r\n" % len(body) + body


server = Scripted(
    {
        "/check/ok": ok,
        "/check/login": refusal(b"302 Found", b"Location: https://login.example/?to=%2F\r\n", b""),
        "/check/deny": refusal(b"401 Unauthorized", b'WWW-Authenticate: Basic realm="x"\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n', b"who are you?"),
        "/check/accepted": refusal(b"202 Accepted"),
        "/check/broken": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "/check/cut": b"HTTP/1.1 20",
        "/check/silent": silent,
    }
)
server.close_after.add("/check/cut")

strange = subprocess.Popen([peers.authorization_server()], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
cases.at_end(strange.kill)
strange_port = int(strange.stdout.readline() or 0)


def asking(name, protocol, size=None, **settings):
    made = {"protocol": protocol, "backendRef": {"name": name, "port": 80}, protocol.lower(): settings}
    return {"type": "ExternalAuth", "externalAuth": made | ({"forwardBody": {"maxSize": size}} if size else {})}


http = asking("auth", "HTTP", path="/check", allowedHeaders=["X-Shown"])
listed = asking("auth", "HTTP", path="/check", allowedResponseHeaders=["X-User", "X-Role"])
grpc = asking("strange", "GRPC")
front = Gateway(
    gateway(http_listener(port)),
    route("http", rule("web", filters=[http]), hostnames=["http.example"]),
    route("listed", rule("web", filters=[listed]), hostnames=["listed.example"]),
    route("body", rule("web", filters=[asking("auth", "HTTP", 100, path="/check")]), hostnames=["body.example"]),
    route("grpc", rule("web", filters=[grpc]), hostnames=["grpc.example"]),
    route("grpc-body", rule("web", filters=[asking("strange", "GRPC", 100)]), hostnames=["grpc-body.example"]),
    route("gone", rule("web", filters=[asking("gone", "HTTP")]), rule("web", "/open"), hostnames=["gone.example"]),
    route("dead", rule("web", filters=[asking("dead", "HTTP")]), hostnames=["dead.example"]),
    service("web", backend.port),
    service("auth", server.port),
    service("strange", strange_port),
    service("dead", free_port()),
    arguments=["--limit", "auth-timeout=1s"],
)
cases.at_end(front.close)


class Answer:
    def __init__(self, text):
        head, _, self.body = text.partition("\r\n\r\n")
        while head.startswith("HTTP/1.1 100"):
            head, _, self.body = self.body.partition("\r\n\r\n")
        lines = head.split("\r\n")
        self.status = int(lines[0].split()[1])
        self.fields = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:]]

    def field(self, name):
        return [value for key, value in self.fields if key.lower() == name]


def ask(host, target, *more):
    """By curl; forgets what came before."""
    backend.forget()
    server.requests.clear()
    made = subprocess.run(
        ["curl", "-sS", "-i", "--max-time", "20", "--path-as-is", "-H", f"Host: {host}", f"http://127.0.0.1:{port}{target}", *more],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=30,
    )
    expect(made.returncode == 0, made.stderr.decode())
    return Answer(made.stdout.decode())


def refused(answer, status, reason):
    expect(answer.status == status, f"{answer.status} and not {status}")
    expect(answer.field("x-maneki-reason") == [reason], f"reason {answer.field('x-maneki-reason')}")
    expect(not backend.requests, f"the backend was asked: {backend.requests}")


def passed(answer):
    expect(answer.status == 200, f"status {answer.status}: {answer.body}")
    expect(len(backend.requests) == 1 and not backend.violations, f"{backend.requests} {backend.violations}")
    return backend.requests[0]


@cases.case("HTTP: the question is the request, with its method, host, path and Authorization")
def _():
    passed(ask("http.example", "/./ok?a=%2Fb", "-X", "PUT", "-H", "Authorization: Bearer t", "-H", "X-Shown: s", "-H", "X-Hidden: h", "-d", "body"))
    (asked,) = server.requests
    expect((asked.method, asked.target) == (b"PUT", b"/check/ok?a=%2Fb"), f"{asked}")
    names = sorted(name for name, _ in asked.fields)
    expect(names == [b"authorization", b"content-length", b"host", b"x-shown"], f"{names}")
    expect(asked.field("host") == [b"http.example"] and asked.field("content-length") == [b"0"], f"{asked.fields}")


@cases.case("HTTP: fields of the answer come into the request, and take the client's place")
def _():
    request = passed(ask("http.example", "/ok", "-H", "X-User: admin", "-H", "Content-Type: application/json", "-d", "{}"))
    expect(request.field("x-user") == [b"alice"], f"{request.fields}")
    expect(request.field("content-type") == [b"application/json"] and request.body == b"{}", f"{request.fields}")


@cases.case("HTTP: of a list only those come, and none of them is the client's")
def _():
    request = passed(ask("listed.example", "/ok", "-H", "X-User: admin", "-H", "X-Role: root"))
    expect(request.field("x-user") == [b"alice"] and not request.field("x-role") and not request.field("x-length"), f"{request.fields}")


@cases.case("HTTP: a refusal goes to the client as it is")
def _():
    answer = ask("http.example", "/deny")
    refused(answer, 401, "auth_denied")
    expect(answer.body == "who are you?", answer.body)
    expect(answer.field("set-cookie") == ["a=1", "b=2"] and answer.field("www-authenticate"), f"{answer.fields}")
    answer = ask("http.example", "/login")
    refused(answer, 302, "auth_denied")
    expect(answer.field("location") == ["https://login.example/?to=%2F"], f"{answer.fields}")


@cases.case("HTTP: a refusal of HEAD has no body, and the connection goes on")
def _():
    made = subprocess.run(
        ["curl", "-sS", "-I", "-H", "Host: http.example", f"http://127.0.0.1:{port}/login", f"http://127.0.0.1:{port}/login"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30,
    )
    expect(made.returncode == 0 and made.stdout.count("302 Found") == 2, made.stdout + made.stderr)


@cases.case("HTTP: only 200 is a yes")
def _():
    refused(ask("http.example", "/accepted"), 403, "auth_denied")
    refused(ask("http.example", "/unknown"), 404, "auth_denied")


@cases.case("HTTP: what is no answer lets nobody in")
def _():
    refused(ask("http.example", "/broken"), 502, "auth_invalid_response")
    refused(ask("http.example", "/cut"), 502, "auth_invalid_response")
    refused(ask("http.example", "/silent"), 504, "auth_timeout")
    refused(ask("dead.example", "/"), 503, "auth_unreachable")


@cases.case("HTTP: a server that does not exist refuses its rule, and only that")
def _():
    refused(ask("gone.example", "/"), 500, "backend_invalid")
    passed(ask("gone.example", "/open"))


@cases.case("HTTP: a body up to its size is shown; a longer one is refused")
def _():
    request = passed(ask("body.example", "/ok", "-d", "x" * 100))
    expect(request.body == b"x" * 100 and request.field("x-length") == [b"100"], f"{request}")
    request = passed(ask("body.example", "/ok", "-H", "Expect: 100-continue", "-H", "Transfer-Encoding: chunked", "-d", "y" * 100))
    expect(request.body == b"y" * 100 and request.field("x-length") == [b"100"], f"{request}")
    refused(ask("body.example", "/ok", "-d", "x" * 101), 413, "auth_body_too_large")
    refused(ask("body.example", "/ok", "-H", "Transfer-Encoding: chunked", "-d", "x" * 101), 413, "auth_body_too_large")
    expect(not server.requests, "the server was asked")


@cases.case("gRPC: a strange server reads what it is told")
def _():
    request = passed(ask("grpc.example", "/a/../b?c=d", "-X", "PUT", "-H", "X-Many: 1", "-H", "X-Many: 2", "-H", "Authorization: t"))
    told = json.loads(base64.b64decode(request.field("x-told")[0]))["attributes"]
    asked = told["request"]["http"]
    expect((asked["method"], asked["path"], asked["host"], asked["scheme"], asked["protocol"]) == ("PUT", "/b?c=d", "grpc.example", "http", "HTTP/1.1"), f"{asked}")
    expect(asked["id"] == asked["headers"]["x-request-id"] and asked["size"] == "-1", f"{asked}")
    expect(asked["headers"]["x-many"] == "1, 2" and asked["headers"]["authorization"] == "t", f"{asked['headers']}")
    expect(told["source"]["address"]["socketAddress"]["address"] == "127.0.0.1", f"{told}")
    expect(told["destination"]["address"]["socketAddress"]["portValue"] == port, f"{told}")
    expect(told["request"]["time"].startswith("20"), f"{told['request']}")


@cases.case("gRPC: a yes changes request and response")
def _():
    answer = ask("grpc.example", "/x?token=1&tenant=evil&z", "-H", "X-User: admin", "-H", "X-More: one", "-H", "X-Kept: old", "-H", "Authorization: secret")
    request = passed(answer)
    expect(request.target == b"/x?z&tenant=a+b", f"{request}")
    expect(request.field("x-user") == [b"alice"] and request.field("x-kept") == [b"old"], f"{request.fields}")
    expect(request.field("x-more") == [b"one", b"two"] and not request.field("authorization"), f"{request.fields}")
    expect(answer.field("x-authorized") == ["yes"], f"{answer.fields}")


@cases.case("gRPC: a body is text where it is UTF-8, else bytes")
def _():
    request = passed(ask("grpc-body.example", "/", "-d", "gr\u00fcn"))
    told = json.loads(base64.b64decode(request.field("x-told")[0]))["attributes"]["request"]["http"]
    expect(told.get("body") == "gr\u00fcn" and told["size"] == "5" and request.body == "gr\u00fcn".encode(), f"{told}")
    file = front.directory / "bytes"
    file.write_bytes(b"\xff\x00\xfe")
    request = passed(ask("grpc-body.example", "/", "--data-binary", f"@{file}"))
    told = json.loads(base64.b64decode(request.field("x-told")[0]))["attributes"]["request"]["http"]
    expect("body" not in told and base64.b64decode(told["rawBody"]) == b"\xff\x00\xfe", f"{told}")
    refused(ask("grpc-body.example", "/", "-d", "x" * 101), 413, "auth_body_too_large")


@cases.case("gRPC: bytes in fields that are not UTF-8 leave the message readable")
def _():
    file = front.directory / "field"
    file.write_bytes(b"X-Odd: \xe9\xff\n")
    request = passed(ask("grpc.example", "/", "-H", f"@{file}"))
    told = json.loads(base64.b64decode(request.field("x-told")[0]))["attributes"]["request"]["http"]
    expect(told["headers"]["x-odd"] == "\ufffd\ufffd" and request.field("x-odd") == [b"\xe9\xff"], f"{told}")


@cases.case("gRPC: a refusal goes to the client as the server says")
def _():
    answer = ask("grpc.example", "/deny")
    refused(answer, 401, "auth_denied")
    expect(answer.body == "who are you?" and answer.field("set-cookie") == ["a=1", "b=2"], f"{answer.fields}")
    refused(ask("grpc.example", "/bare"), 403, "auth_denied")


@cases.case("gRPC: a gRPC client is refused in its own words")
def _():
    answer = ask("grpc.example", "/deny", "-H", "Content-Type: application/grpc", "-H", "TE: trailers", "-d", "")
    refused(answer, 200, "auth_denied")
    expect(answer.field("grpc-status") == ["16"] and not answer.body, f"{answer.fields}")


@cases.case("gRPC: a server that fails or is slow lets nobody in")
def _():
    refused(ask("grpc.example", "/fail"), 502, "auth_invalid_response")
    refused(ask("grpc.example", "/slow"), 504, "auth_timeout")


@cases.case("a client that goes away leaves no question behind")
def _():
    for _ in range(20):
        subprocess.run(["curl", "-sS", "--max-time", "0.1", "-H", "Host: grpc.example", f"http://127.0.0.1:{port}/slow"], stdin=subprocess.DEVNULL, capture_output=True)
    expect(front.metric("maneki_backend_requests_total", backend="strange") >= 20, "no such backend")
    active = lambda: front.metric("maneki_backend_requests_active", backend="strange")
    expect(eventually(lambda: active() == 0), f"{active()} requests still active")


@cases.case("many at once: each its own answer")
def _():
    wrong, threads = [], []

    def one(number):
        path = "deny" if number % 2 else "ok"
        made = subprocess.run(
            ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Host: http.example"] + [f"http://127.0.0.1:{port}/{path}"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
        )
        if made.stdout != ("401" if number % 2 else "200"):
            wrong.append((number, made.stdout, made.stderr))

    for number in range(60):
        threads.append(threading.Thread(target=one, args=(number,)))
        threads[-1].start()
        time.sleep(0.01)
    for thread in threads:
        thread.join()
    expect(not wrong, f"{wrong[:3]}")


@cases.case("metrics and access records tell of it")
def _():
    told = front.ask("/metrics")[1]
    expect('reason="auth_denied"' in told and 'reason="auth_timeout"' in told, "no failures by reason")
    records = front.access_records()
    expect(any(each.get("reason") == "auth_denied" and "auth" in each.get("detail", "") for each in records), "no record of a refusal")


sys.exit(cases.main())
