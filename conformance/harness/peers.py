"""Programs of others, by their package names: built or found once, kept under target/."""

import functools
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

from .process import ROOT

BIN = ROOT / "target" / "conformance" / "bin"


@functools.cache
def go_program(package, version, name):
    """The program of a Go package. Programs of one name are told apart by `name`."""
    found = BIN / name
    if not found.exists():
        BIN.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as directory:
            subprocess.run(
                ["go", "install", f"{package}@{version}"],
                env={**os.environ, "GOBIN": directory, "GOTOOLCHAIN": "auto"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=True,
                timeout=600,
            )
            (made,) = pathlib.Path(directory).iterdir()
            shutil.move(made, found)
    return str(found)


@functools.cache
def go_module(module, version):
    """The folder of a Go module's source."""
    text = subprocess.run(
        ["go", "mod", "download", "-json", f"{module}@{version}"],
        cwd=tempfile.gettempdir(),
        env={**os.environ, "GOTOOLCHAIN": "auto", "GOFLAGS": "-mod=mod"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        text=True,
        timeout=600,
    ).stdout
    return pathlib.Path(json.loads(text)["Dir"])


@functools.cache
def authorization_server():
    """The program of `authserver/`: others' gRPC and others' messages, a few lines of decisions."""
    made = BIN / "authserver"
    source = pathlib.Path(__file__).parent / "authserver"
    if not made.exists() or made.stat().st_mtime < (source / "main.go").stat().st_mtime:
        BIN.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["go", "build", "-o", str(made), "."],
            cwd=source,
            env={**os.environ, "GOTOOLCHAIN": "auto"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=600,
        )
    return str(made)


def h2spec():
    return go_program("github.com/summerwind/h2spec/cmd/h2spec", "v2.2.1+incompatible", "h2spec")


def grpc_interop_client():
    return go_program("google.golang.org/grpc/interop/client", "v1.64.0", "grpc-interop-client")


def grpc_interop_server():
    return go_program("google.golang.org/grpc/interop/server", "v1.64.0", "grpc-interop-server")


@functools.cache
def certificate(*names):
    """A certificate for these names that signs itself, and its key, as PEM texts."""
    with tempfile.TemporaryDirectory() as directory:
        key, made = f"{directory}/key", f"{directory}/certificate"
        subprocess.run(
            [
                *"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30".split(),
                *("-subj", f"/CN={names[0]}", "-keyout", key, "-out", made),
                *("-addext", "subjectAltName=" + ",".join(f"DNS:{name}" for name in names)),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
        return pathlib.Path(made).read_text(), pathlib.Path(key).read_text()
