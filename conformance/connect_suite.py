#!/usr/bin/env python3
"""The official Connect conformance suite, all of it, with the library's server and client on Netty.

Everything is switched on (conformance/connect/*.yaml), nothing is known to fail or to flake. The other
transports run when they are named, with what they can do switched on: servlet-jetty passes; 84 gRPC
cases of servlet-tomcat fail with grpc-go's client, which finds no status where an error comes without
messages; one of the thousands of jdk may fail over HTTP/1.1, where a connection that the server is
closing is used again (docs/connect/transports.md). Needs Go.

    conformance/connect_suite.py [server|client|servlet-jetty|servlet-tomcat|jdk]
"""

import os
import re
import subprocess
import sys

from harness import cases, peers
from harness.cases import expect, note
from harness.process import ROOT

PROGRAMS = ROOT / "conformance" / "connect"


# The case, which is also its yaml, and what the runner tests for it. The first two are on Netty.
SUITES = {
    "server": ("server",),
    "client": ("client",),
    "servlet-jetty": ("server", "--transport", "servlet-jetty"),
    "servlet-tomcat": ("server", "--transport", "servlet-tomcat"),
    "jdk": ("client", "--transport", "jdk"),
}


def suite(name):
    mode, *options = SUITES[name]
    runner = peers.go_program("connectrpc.com/conformance/cmd/connectconformance", "v1.0.7", "connectconformance")
    # Built before the runner waits for it, as it does not wait long.
    subprocess.run([PROGRAMS / mode], stdin=subprocess.DEVNULL, check=True, timeout=600)
    speed = ["-p", str(4 * (os.cpu_count() or 1)), "--max-servers", "1" if options else "2"] if mode == "server" else []
    run = subprocess.run(
        [runner, "--mode", mode, "--conf", PROGRAMS / f"{name}.yaml", *speed, "--", PROGRAMS / mode, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=800,
    )
    found = re.search(r"^(\d+) passed, (\d+) failed", run.stdout, re.MULTILINE)
    note(f"{name}: {found.group(0)}" if found else run.stdout[-500:])
    failures = re.findall(r"^FAILED: .*\n(?:\t.*\n)*", run.stdout, re.MULTILINE)
    expect(run.returncode == 0 and found, "".join(failures[:10]) or run.stdout[-2000:])


for each in SUITES:
    if each in ("server", "client") or each in sys.argv:
        cases.add(each, suite, each)

if __name__ == "__main__":
    sys.exit(cases.main())
