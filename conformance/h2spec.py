#!/usr/bin/env python3
"""h2spec, the conformance tests of HTTP/2, against the gateway: 145 of 145, in the clear and over TLS.

Needs Go. The backend behind speaks HTTP/1.1 and answers all with a few bytes, POST included.
"""

import re
import subprocess
import sys

from harness import cases, peers
from harness.backend import Recorder
from harness.cases import expect
from harness.process import Gateway, free_port
from harness.resources import gateway, http_listener, https_listener, route, rule, secret, service

backend = Recorder()
clear, tls = free_port(), free_port()
front = Gateway(
    gateway(http_listener(clear), https_listener(tls, "localhost")),
    route("all", rule("web")),
    service("web", backend.port),
    secret("localhost", *peers.certificate("localhost")),
)
cases.at_end(front.close)


def run(*arguments):
    done = subprocess.run(
        [peers.h2spec(), "-h", "127.0.0.1", "-o", "5", "--strict", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
    found = re.search(r"(\d+) tests?, (\d+) passed, (\d+) skipped, (\d+) failed", done.stdout)
    expect(found, done.stdout[-1500:] + done.stderr[-500:])
    tests, passed, skipped, failed = map(int, found.groups())
    failures = "\n".join(line for line in done.stdout.splitlines() if "×" in line or "Expected" in line or "Actual" in line)
    expect(failed == 0 and skipped == 0, f"{found.group(0)}\n{failures}")
    cases.note(found.group(0))


cases.add("in the clear, with prior knowledge", run, "-p", clear)
cases.add("over TLS", run, "-p", tls, "-t", "-k")

if __name__ == "__main__":
    sys.exit(cases.main())
