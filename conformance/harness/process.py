"""The gateway as users run it: `./maneki run`, in a process of its own, on a folder of its own."""

import functools
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
MANEKI = str(ROOT / "maneki")


def free_port():
    """A port of the loopback that nobody uses now, below the range of outgoing connections."""
    for port in range(20_000 + os.getpid() % 5_000, 32_000):
        if port in _given:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given.add(port)
        return port
    raise RuntimeError("no free port")


_given = set()


def maneki(*arguments, timeout=120):
    """Runs one command to its end; stdout and stderr as text."""
    return subprocess.run(
        [MANEKI, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
    )


@functools.cache
def build():
    """Lets `./maneki` build first, if it must: the time of that is not the gateway's."""
    subprocess.run([MANEKI, "--version"], stdin=subprocess.DEVNULL, capture_output=True, check=True)


class Gateway:
    """A running gateway. Its folder may be changed by `write` while it runs."""

    def __init__(self, *resources, arguments=(), java_options="", folder=None, ready=True):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="maneki-"))
        self.folder = pathlib.Path(folder) if folder else self.directory / "config"
        self.folder.mkdir(exist_ok=True)
        self.write("all.json", *resources) if resources else None
        self.admin = free_port()
        self.arguments = [str(argument) for argument in arguments]
        self.java_options = java_options
        try:
            self.start(ready)
        except BaseException:
            # Nobody else knows of the process yet.
            self.close()
            raise

    def start(self, ready=True):
        build()
        self.log = open(self.directory / "log", "ab")
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [
                MANEKI,
                "run",
                "--config",
                str(self.folder),
                "--admin",
                f"127.0.0.1:{self.admin}",
                "--access-log",
                str(self.directory / "access.log"),
                *self.arguments,
            ],
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            env={**os.environ, "MANEKI_JAVA_OPTS": self.java_options},
        )
        if ready:
            self.await_ready()

    def await_ready(self, seconds=120):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                if self.ask("/readyz", timeout=5)[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.02)
        raise RuntimeError(f"the gateway does not become ready: {self.output()[-2000:]}")

    def write(self, name, *resources):
        """Writes resources as one file, in one step, as careful tools do."""
        text = "\n---\n".join(json.dumps(resource) for resource in flat(resources))
        # JSON files hold one document each; YAML holds JSON too, and many.
        target = self.folder / pathlib.Path(name).with_suffix(".yaml")
        hidden = self.directory / "next"
        hidden.write_text(text + "\n")
        hidden.replace(target)

    def ask(self, path, timeout=20):
        """GET at the admin address: status and text."""
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.admin}{path}", timeout=timeout
            ) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def metric(self, name, **labels):
        """The sum of the samples of that name which have all these labels."""
        total = 0.0
        for line in self.ask("/metrics")[1].splitlines():
            if line.startswith("#") or not line.strip():
                continue
            series, _, value = line.rpartition(" ")
            if series.partition("{")[0] == name and all(
                f'{key}="{wanted}"' in series for key, wanted in labels.items()
            ):
                total += float(value)
        return total

    def resident_mebibytes(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) // 1024

    def access_records(self):
        path = self.directory / "access.log"
        lines = path.read_text().splitlines() if path.exists() else []
        return [json.loads(line) for line in lines if line.startswith("{")]

    def output(self):
        return (self.directory / "log").read_text(errors="replace")

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def flat(resources):
    for resource in resources:
        if isinstance(resource, dict):
            yield resource
        else:
            yield from flat(resource)
