#!/usr/bin/env python3
"""The official Connect conformance suite, in server mode, through the bridge to a gRPC server, and to
a Connect server.

The suite's own client speaks Connect, gRPC-Web and gRPC to the gateway; behind it stands the suite's
own reference server, of which only gRPC is used, or only Connect. What the suite checks of its
server, it checks of the two together. Needs Go.

    conformance/bridge.py [--run PATTERN]...
"""

import glob
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import zipfile

from harness import peers
from harness.process import ROOT, Gateway, build, free_port
from harness.resources import gateway, http_listener, route, rule, service

MODULE, VERSION = "connectrpc.com/conformance/cmd", "v1.0.7"
SET = ROOT / "target" / "conformance" / "descriptors"

FEATURES = """
features:
  versions: [HTTP_VERSION_1, HTTP_VERSION_2]
  protocols: [PROTOCOL_CONNECT, PROTOCOL_GRPC, PROTOCOL_GRPC_WEB]
  codecs: [CODEC_PROTO, CODEC_JSON]
  compressions: [COMPRESSION_IDENTITY, COMPRESSION_GZIP, COMPRESSION_BR, COMPRESSION_ZSTD, COMPRESSION_DEFLATE, COMPRESSION_SNAPPY]
  stream_types:
    - STREAM_TYPE_UNARY
    - STREAM_TYPE_CLIENT_STREAM
    - STREAM_TYPE_SERVER_STREAM
    - STREAM_TYPE_HALF_DUPLEX_BIDI_STREAM
    - STREAM_TYPE_FULL_DUPLEX_BIDI_STREAM
  supports_h2c: true
  supports_tls: false
  supports_tls_client_certs: false
  supports_trailers: true
  supports_half_duplex_bidi_over_http1: true
  supports_connect_get: true
  supports_message_receive_limit: true
"""

# What bridging cannot carry, and why.
EXCLUDED = [
    *(
        (f"**/Codec:CODEC_JSON/Compression:COMPRESSION_{name}/**", "JSON is read by the gateway, which knows gzip and deflate")
        for name in ("BR", "ZSTD", "SNAPPY")
    ),
    ("**/unexpected-uri", "that no such method is there, a gRPC server says by a code; for a Connect caller it is 501 then, not 404"),
]

EXCLUDED_CONNECT = [
    (f"**/Protocol:PROTOCOL_{protocol}/**/Compression:COMPRESSION_{name}/**/{kind}/**", "a Connect stream's end is compressed like its messages, and the gateway must read it: it knows gzip and deflate")
    for protocol in ("GRPC", "GRPC_WEB")
    for name in ("BR", "ZSTD", "SNAPPY")
    for kind in ("client-stream", "server-stream", "bidi-stream")
]


def field(number, value):
    """A field of a protobuf message: a number, or text."""
    if isinstance(value, int):
        return bytes([number << 3]) + varint(value)
    return bytes([number << 3 | 2]) + varint(len(value)) + value


def varint(value):
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(made + bytes([value]))


def fields(message):
    """The fields of a message whose values are numbers or bytes."""
    found, at = {}, 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            octet = message[at]
            at += 1
            value |= (octet & 0x7F) << shift
            shift += 7
            if octet < 0x80:
                return value

    while at < len(message):
        tag = number()
        value = number()
        if tag & 7 == 2:
            value, at = message[at : at + value], at + value
        found[tag >> 3] = value
    return found


def read(stream):
    (length,) = struct.unpack(">I", stream.read(4))
    return stream.read(length)


def write(stream, message):
    stream.write(struct.pack(">I", len(message)) + message)
    stream.flush()


# What the backend speaks: its number in the suite's protocol, its appProtocol, and what is left out.
BACKENDS = {
    "grpc": (2, "grpc", EXCLUDED),
    "connect": (1, "maneki.dev/connect-h2c", EXCLUDED_CONNECT),
}


def serve(spoken):
    """The program that the suite tests: a gateway with a server behind it."""
    number, app_protocol, _ = BACKENDS[spoken]
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    asked = fields(read(sys.stdin.buffer))
    protocol, http2, limit = field(1, number), field(2, 2), asked.get(6, 0)
    backend = subprocess.Popen(
        [peers.go_program(f"{MODULE}/referenceserver", VERSION, "connect-referenceserver")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    front = None
    try:
        write(backend.stdin, protocol + http2 + (field(6, limit) if limit else b""))
        port = free_port()
        front = Gateway(
            gateway(http_listener(port)),
            route("conformance", rule("reference"), kind="GRPCRoute")
            | {"metadata": {"name": "conformance", "annotations": {"maneki.dev/descriptor-set": "suite"}}},
            service("reference", fields(read(backend.stdout))[2], protocol=app_protocol),
            {
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": {"name": "suite"},
                "binaryData": {"descriptors": base64(SET.read_bytes())},
            },
        )
        write(sys.stdout.buffer, field(1, b"127.0.0.1") + field(2, port))
        signal.pause()  # Until the suite has done.
    finally:
        backend.kill()
        if front:
            front.close()


def base64(data):
    import base64 as codec

    return codec.b64encode(data).decode()


def fetched(pattern):
    """A file that the build has fetched."""
    home = os.path.expanduser("~/.m2/repository/com/google/protobuf/")
    found = max(glob.glob(home + pattern), default="")
    if not found:
        raise SystemExit(f"no {pattern}: the build fetches it, so run `mvn verify` first")
    return found


def descriptors():
    root = peers.go_module("connectrpc.com/conformance", VERSION) / "proto"
    SET.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as directory:
        compiler = pathlib.Path(directory) / "protoc"
        shutil.copy(fetched("protoc/*/protoc-*-linux-*.exe"), compiler)
        compiler.chmod(0o755)
        with zipfile.ZipFile(fetched("protobuf-java/*/protobuf-java-[0-9.]*.jar")) as jar:
            jar.extract("google/protobuf/any.proto", directory)
        subprocess.run(
            [compiler, f"-I{root}", f"-I{directory}", "--include_imports", f"--descriptor_set_out={SET}", "connectrpc/conformance/v1/service.proto"],
            check=True,
            cwd=root,
        )


def run(spoken, arguments):
    build()
    descriptors()
    peers.go_program(f"{MODULE}/referenceserver", VERSION, "connect-referenceserver")
    suite = peers.go_program(f"{MODULE}/connectconformance", VERSION, "connectconformance")
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as configuration:
        configuration.write(FEATURES)
        configuration.flush()
        excluded = [word for name, _ in BACKENDS[spoken][2] for word in ("--skip", name)]
        return subprocess.run(
            [suite, "--mode", "server", "--conf", configuration.name, "--max-servers", "1", *excluded]
            + [*arguments, "--", sys.executable, __file__, "--serve", spoken],
            stdin=subprocess.DEVNULL,
        ).returncode


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2])
    else:
        failed = [spoken for spoken in BACKENDS if run(spoken, sys.argv[1:]) != 0]
        sys.exit(1 if failed else 0)
