#!/usr/bin/env python3
"""Strangers' clients call the example of the `connect` library, as its users' clients will.

curl, grpcurl, buf curl, connect-node, connect-web in a headless Chromium, connect-kotlin, grpc-java and
grpcio's Python client; in Connect, gRPC and gRPC-Web, over HTTP/1.1 and HTTP/2. The server is
`examples/connect/run server`. What they say of it is in `strangers/`.

Needs curl, chromium, npm (Debian packages), Node.js 20, Go, Maven and a JDK 25; fetches the clients by
their packages' names.
"""

import functools
import http.server
import json
import os
import pathlib
import queue
import shutil
import struct
import subprocess
import sys
import tempfile
import threading

from harness import cases, peers
from harness.cases import expect
from harness.process import ROOT

STRANGERS = ROOT / "conformance" / "strangers"
PROTOS = ROOT / "examples" / "connect" / "src" / "main" / "proto"
PROTO = "maneki/example/greet/v1/greet.proto"
SERVICE = "maneki.example.greet.v1.GreetService"
MADE = ROOT / "target" / "conformance" / "strangers"


def run(*command, data=None, timeout=60, **keywords):
    return subprocess.run(
        list(map(str, command)),
        input=data,
        stdin=None if data is not None else subprocess.DEVNULL,
        capture_output=True,
        timeout=timeout,
        **keywords,
    )


def made(*command, **keywords):
    """Runs what must end well for a client to be there."""
    done = run(*command, timeout=600, **keywords)
    expect(done.returncode == 0, f"{command[0]}: {(done.stdout + done.stderr).decode(errors='replace')[-1500:]}")
    return done.stdout.decode()


@functools.cache
def server():
    """The port of the example, which is built first if it must."""
    process = subprocess.Popen(
        [ROOT / "examples/connect/run", "server", "0"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    cases.at_end(process.wait)
    cases.at_end(process.terminate)
    line = process.stdout.readline()
    expect("http://" in line, f"the server does not start; it says {line!r}")
    return int(line.rstrip().rpartition(":")[2])


log = tempfile.TemporaryFile("w+")
cases.at_end(log.close)


def url(method):
    return f"http://localhost:{server()}/{SERVICE}/{method}"


def judged(done):
    """A client that prints `ok NAME` and `FAIL NAME: WHY` has had no failure."""
    text = done.stdout.decode(errors="replace")
    failures = [line for line in text.splitlines() if line.startswith("FAIL")]
    expect(not failures, "; ".join(failures)[:1500])
    expect(done.returncode == 0 and "ok " in text, (text + done.stderr.decode(errors="replace"))[-1500:])


# curl: what anybody can do by hand.


def curl(*arguments, **keywords):
    """Status, header fields and body."""
    done = run("curl", "-sS", "--noproxy", "*", "-m", "30", "-D", "-", "-o", MADE / "body", *arguments, **keywords)
    expect(done.returncode == 0, f"curl {done.returncode}: {done.stderr.decode()}")
    status, *lines = done.stdout.decode().strip().splitlines()
    fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(status.split()[1]), fields, (MADE / "body").read_bytes()


JSON = ("-H", "Content-Type: application/json")
ANN = b"\n\x03Ann"
HELLO = b"\n\x0bHello, Ann!"


def curl_unary(version):
    status, fields, body = curl(version, *JSON, "-H", "Greet-Language: nl", "-d", '{"name": "Ann"}', url("Greet"))
    expect(status == 200 and json.loads(body) == {"greeting": "Hallo, Ann!"}, f"JSON: {status} {body}")
    expect(fields["greet-language"] == "nl" and fields["trailer-greet-count"] == "1", f"metadata: {fields}")
    status, fields, body = curl(version, "-H", "Content-Type: application/proto", "--data-binary", "@-", url("Greet"), data=ANN)
    expect(status == 200 and body == HELLO and fields["content-type"] == "application/proto", f"proto: {status} {body}")


def curl_error(version):
    status, fields, body = curl(version, *JSON, "-d", "{}", url("Greet"))
    error = json.loads(body)
    expect(status == 400 and error["code"] == "invalid_argument" and error["message"] == "name: it is empty", f"{status} {body}")
    expect(error["details"][0]["type"] == "maneki.example.greet.v1.WrongField", f"{body}")
    for body, message in (("{", "at the end"), ('{"name": 1}', "expected a string, found a number (line 1, column 10)")):
        status, fields, answer = curl(version, *JSON, "-d", body, url("Greet"))
        expect(status == 400 and json.loads(answer)["code"] == "invalid_argument" and message in answer.decode(), f"{body}: {status} {answer}")
    status, fields, _ = curl(version, "-H", "Content-Type: text/plain", "-d", "Ann", url("Greet"))
    expect(status == 415 and "application/json" in fields["accept-post"], f"text: {status} {fields}")
    expect(curl(version, *JSON, "-d", "{}", url("Nothing"))[0] == 404, "no such method")
    status, fields, _ = curl(version, "-X", "PUT", *JSON, "-d", "{}", url("Greet"))
    expect(status == 405 and fields["allow"] == "GET, POST", f"PUT: {status} {fields}")


def curl_get(version):
    status, fields, body = curl(version, "-G", "--data-urlencode", 'message={"name": "Ann"}', "-d", "encoding=json&connect=v1", url("Greet"))
    expect(status == 200 and json.loads(body) == {"greeting": "Hello, Ann!"}, f"JSON: {status} {body}")
    status, fields, body = curl(version, url("Greet") + "?encoding=proto&base64=1&message=CgNBbm4&connect=v1")
    expect(status == 200 and body == HELLO, f"proto: {status} {body}")
    expect(curl(version, url("GreetAgain") + "?encoding=json&message=%7B%7D")[0] == 405, "a stream by GET")


def curl_compressed(version):
    import gzip

    sent = gzip.compress(json.dumps({"name": "Ann" * 5_000}).encode())
    status, fields, body = curl(version, *JSON, "-H", "Content-Encoding: gzip", "-H", "Accept-Encoding: gzip", "--data-binary", "@-", url("Greet"), data=sent)
    expect(status == 200 and fields.get("content-encoding") == "gzip", f"{status} {fields}")
    expect(len(gzip.decompress(body)) > 15_000 > len(body), f"{len(body)} bytes")
    status, fields, body = curl(version, *JSON, "-H", "Content-Encoding: br", "-d", "{}", url("Greet"))
    expect(status == 501 and "gzip" in json.loads(body)["message"], f"br: {status} {body}")


def envelope(text, flags=0):
    return struct.pack(">BI", flags, len(text)) + text.encode()


def envelopes(body):
    while body:
        flags, length = struct.unpack_from(">BI", body)
        yield flags, json.loads(body[5 : 5 + length])
        body = body[5 + length :]


def curl_stream(version):
    stream = ("-H", "Content-Type: application/connect+json", "--data-binary", "@-")
    _, fields, body = curl(version, *stream, url("GreetAgain"), data=envelope('{"name": "Ann", "times": 2}'))
    expect(fields["greet-language"] == "en", f"{fields}")
    hello = (0, {"greeting": "Hello, Ann!"})
    expect(list(envelopes(body)) == [hello, hello, (2, {"metadata": {"greet-count": ["2"]}})], f"{body}")
    status, _, body = curl(version, *stream, url("GreetAgain"), data=envelope('{"name": "Ann"}'))
    ((flags, end),) = envelopes(body)
    expect(status == 200 and flags == 2 and end["error"]["code"] == "invalid_argument", f"{status} {body}")
    _, _, body = curl(version, *stream, url("GreetGroup"), data=envelope('{"name": "Ann"}') + envelope('{"name": "Bob"}'))
    expect(next(envelopes(body))[1] == {"greeting": "Hello, Ann, Bob!", "people": 2}, f"{body}")


def curl_deadline(version):
    slow = envelope('{"name": "Ann", "times": 2, "pause": "600s"}')
    _, _, body = curl(version, "-H", "Content-Type: application/connect+json", "-H", "Connect-Timeout-Ms: 500", "--data-binary", "@-", url("GreetAgain"), data=slow)
    expect(list(envelopes(body))[-1][1]["error"]["code"] == "deadline_exceeded", f"{body}")


for name, check in (
    ("unary, JSON and protobuf", curl_unary),
    ("errors", curl_error),
    ("GET", curl_get),
    ("compressed", curl_compressed),
    ("streams in envelopes", curl_stream),
    ("deadline", curl_deadline),
):
    for version in ("--http1.1", "--http2-prior-knowledge"):
        cases.add(f"curl {version}, {name}", check, version)


@cases.case("curl, a browser's preflight")
def preflight():
    asked = ("-X", "OPTIONS", "-H", "Origin: https://example.com", "-H", "Access-Control-Request-Method: POST")
    status, fields, _ = curl(*asked, "-H", "Access-Control-Request-Headers: content-type,connect-protocol-version,greet-language", url("Greet"))
    expect(status == 204 and fields["access-control-allow-origin"] == "*", f"{status} {fields}")
    expect("greet-language" in fields["access-control-allow-headers"] and "POST" in fields["access-control-allow-methods"], f"{fields}")


# grpcurl and buf curl: what people who write services have at hand.


def grpcurl(method, data, *options):
    program = peers.go_program("github.com/fullstorydev/grpcurl/cmd/grpcurl", "v1.9.3", "grpcurl")
    # Without a .proto file: the server's reflection shows it.
    done = run(program, "-plaintext", *options, "-d", data, f"localhost:{server()}", f"{SERVICE}/{method}")
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@cases.case("grpcurl, unary")
def grpcurl_unary():
    code, out, err = grpcurl("Greet", '{"name": "Ann"}', "-v", "-H", "greet-language: nl")
    expect(code == 0 and "Hallo, Ann!" in out and "greet-language: nl" in out and "greet-count: 1" in out, out + err)


@cases.case("grpcurl, error with a detail")
def grpcurl_error():
    code, out, err = grpcurl("Greet", "{}")
    expect(code == 64 + 3 and "name: it is empty" in err and '"field": "name"' in err, out + err)


@cases.case("grpcurl, streams")
def grpcurl_streams():
    code, out, err = grpcurl("GreetAgain", '{"name": "Ann", "times": 3}')
    expect(code == 0 and out.count("Hello, Ann!") == 3, out + err)
    code, out, err = grpcurl("GreetGroup", '{"name": "Ann"}{"name": "Bob"}')
    expect(code == 0 and '"people": 2' in out, out + err)
    code, out, err = grpcurl("GreetEach", '{"name": "Ann"}{"name": "Bob"}')
    expect(code == 0 and "Hello, Bob!" in out, out + err)


@cases.case("grpcurl, health and the list of services")
def grpcurl_health():
    program = peers.go_program("github.com/fullstorydev/grpcurl/cmd/grpcurl", "v1.9.3", "grpcurl")
    done = run(program, "-plaintext", f"localhost:{server()}", "list")
    expect(SERVICE in done.stdout.decode() and "grpc.health.v1.Health" in done.stdout.decode(), f"{done}")
    done = run(program, "-plaintext", f"localhost:{server()}", "grpc.health.v1.Health/Check")
    expect("SERVING" in done.stdout.decode(), f"{done}")


@cases.case("grpcurl, deadline")
def grpcurl_deadline():
    code, out, err = grpcurl("GreetAgain", '{"name": "Ann", "times": 2, "pause": "600s"}', "-max-time", "0.5")
    expect(code == 64 + 4 and "Hello, Ann!" in out, out + err)


def buf_curl(protocol, method, data, *options):
    program = node_modules() / "node_modules/.bin/buf"
    done = run(program, "curl", "--protocol", protocol, "--http2-prior-knowledge", *options, "-d", "@-", url(method), data=data.encode())
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def buf(protocol):
    code, out, err = buf_curl(protocol, "Greet", '{"name": "Ann"}', "-v", "-H", "greet-language: nl")
    expect(code == 0 and "Hallo, Ann!" in out, f"unary: {out}{err}")
    # It does not show what gRPC-Web has in the body.
    expect("greet-language: nl" in err.lower() and (protocol == "grpcweb" or "greet-count: 1" in err.lower()), f"metadata: {err}")
    code, out, err = buf_curl(protocol, "Greet", "{}")
    expect(code == 8 * 3 and "name: it is empty" in err and "WrongField" in err, f"error: {code} {out}{err}")
    code, out, err = buf_curl(protocol, "GreetAgain", '{"name": "Ann", "times": 3}')
    expect(code == 0 and out.count("Hello, Ann!") == 3, f"server stream: {out}{err}")
    code, out, err = buf_curl(protocol, "GreetGroup", '{"name": "Ann"}{"name": "Bob"}')
    expect(code == 0 and '"people": 2' in out, f"client stream: {out}{err}")
    code, out, err = buf_curl(protocol, "GreetEach", '{"name": "Ann"}{"name": "Bob"}')
    expect(code == 0 and "Hello, Bob!" in out, f"bidirectional stream: {out}{err}")


for protocol in ("connect", "grpc", "grpcweb"):
    cases.add(f"buf curl, {protocol}", buf, protocol)


@cases.case("buf generate writes what Maven writes")
def generate():
    server()  # it has been built then
    plugin = {"local": [java(), "-jar", str(next(ROOT.glob("connect-protoc/target/connect-protoc-*-runnable.jar")))], "out": str(MADE / "generated")}
    made(node_modules() / "node_modules/.bin/buf", "generate", "--template", json.dumps({"version": "v2", "plugins": [plugin]}), PROTOS)
    written = sorted((MADE / "generated").rglob("*.java"))
    expect(len(written) == 3, f"{written}")
    for file in written:
        by_maven = ROOT / "examples/connect/target/generated-sources/protobuf" / file.relative_to(MADE / "generated")
        expect(file.read_text() == by_maven.read_text(), f"{file.name} differs")


@cases.case("the example's own client")
def own_client():
    for protocol in ("connect", "grpc", "grpc_web"):
        done = run(ROOT / "examples/connect/run", "client", f"http://localhost:{server()}", protocol)
        lines = done.stdout.decode().splitlines()
        expect(done.returncode == 0 and lines[-1:] == ["invalid_argument: name: it is empty"] and len(lines) == 10, f"{lines} {done.stderr.decode()}")


# The clients that the protocols' own people write.


@functools.cache
def node_modules():
    """A folder with the packages of strangers/package.json, our files and what is generated."""
    folder = MADE / "node"
    folder.mkdir(parents=True, exist_ok=True)
    for file in STRANGERS.glob("p*"):
        shutil.copy(file, folder)
    for file in STRANGERS.glob("*.mjs"):
        shutil.copy(file, folder)
    made("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", cwd=folder)
    plugin = {"local": str(folder / "node_modules/.bin/protoc-gen-es"), "out": str(folder / "gen"), "opt": "target=js"}
    made(folder / "node_modules/.bin/buf", "generate", "--template", json.dumps({"version": "v2", "plugins": [plugin]}), PROTOS, cwd=folder)
    return folder


def node(*arguments):
    folder = node_modules()
    judged(run("node", folder / "node.mjs", f"http://localhost:{server()}", *arguments, cwd=folder))


for row in (
    "connect 1.1 proto",
    "connect 1.1 get",
    "connect 2 proto",
    "connect 2 json",
    "connect 2 gzip",
    "grpc 2 proto",
    "grpc 2 gzip",
    "grpc-web 1.1 proto",
    "grpc-web 2 json",
):
    cases.add(f"connect-node, {row}", node, *row.split())


@functools.cache
def site():
    """Serves the page from an origin of its own; what pages report comes into the queue."""
    folder = node_modules()
    made(folder / "node_modules/.bin/esbuild", "page.mjs", "--bundle", "--format=esm", "--outfile=page.js", "--log-level=warning", cwd=folder)
    reports = queue.Queue()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=folder)

        def do_POST(self):
            reports.put(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    cases.at_end(served.shutdown)
    return served.server_port, reports


def browser(protocol, form):
    port, reports = site()
    page = f"http://localhost:{port}/page.html?protocol={protocol}&form={form}&server=http://127.0.0.1:{server()}"
    options = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --disable-background-networking"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        chromium = subprocess.Popen(
            ["chromium", *options.split(), f"--user-data-dir={profile}", page],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            report = reports.get(timeout=90)
        except queue.Empty:
            report = "FAIL the page: nothing was heard of it within 90 s"
        finally:
            chromium.kill()
            chromium.wait()
    failures = [line for line in report.splitlines() if not line.startswith("ok ")]
    expect(not failures, "; ".join(failures)[:1500])


for protocol, form in (("connect", "proto"), ("connect", "json"), ("connect", "get"), ("grpc-web", "proto")):
    cases.add(f"connect-web in Chromium, from another origin, {protocol} {form}", browser, protocol, form)


def java():
    home = os.environ.get("JAVA_HOME")
    return str(pathlib.Path(home, "bin/java")) if home else "java"


@functools.cache
def jvm_client(name):
    """The class path of a client that Maven builds."""
    folder = MADE / name
    shutil.rmtree(folder / "src", ignore_errors=True)
    shutil.copytree(STRANGERS / name, folder, dirs_exist_ok=True)
    made("mvn", "-q", "-B", "-ntp", f"-Dprotos={PROTOS}", "process-classes", cwd=folder)
    return f"{folder}/target/classes:{folder}/target/lib/*"


def jvm(name, main, *arguments):
    judged(run(java(), "-cp", jvm_client(name), main, server(), *arguments))


cases.add("grpc-java", jvm, "grpc-java", "GrpcJavaClient")
cases.add("grpc-java, gzip", jvm, "grpc-java", "GrpcJavaClient", "gzip")
for row in ("CONNECT proto", "CONNECT json", "GRPC proto", "GRPC_WEB proto"):
    cases.add(f"connect-kotlin, {row}", jvm, "connect-kotlin", "ConnectKotlinClientKt", *row.split())


@functools.cache
def python_modules():
    folder = MADE / "python"
    if not (folder / "grpc_tools").exists():
        made(sys.executable, "-m", "venv", MADE / "venv")
        pip = MADE / "venv/bin/pip"
        made(pip, "install", "-q", "--disable-pip-version-check", "--target", folder, "grpcio==1.85.1", "grpcio-tools==1.85.1")
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    made(sys.executable, "-m", "grpc_tools.protoc", f"-I{PROTOS}", f"--python_out={folder}", f"--grpc_python_out={folder}", PROTO, env=environment)
    shutil.copy(STRANGERS / "grpc_python.py", folder)
    return folder, environment


def python(*arguments):
    folder, environment = python_modules()
    judged(run(sys.executable, folder / "grpc_python.py", server(), *arguments, env=environment))


cases.add("grpcio for Python", python)
cases.add("grpcio for Python, gzip", python, "gzip")


@cases.case("nothing failed in the server that was not asked to fail")
def well():
    log.seek(0)
    text = log.read()
    expect("Exception" not in text, text[-3000:])


if __name__ == "__main__":
    MADE.mkdir(parents=True, exist_ok=True)
    sys.exit(cases.main())
