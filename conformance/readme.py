#!/usr/bin/env python3
"""Runs what README.md tells its readers to type, so that it cannot rot.

Every ```sh or ```console block is run, in order, from the root of the project; a block passes if
each of its commands ends with 0. Commands that serve (`./maneki run`, `./maneki quickstart`) are
started and left running for the blocks behind them. A comment in the line above a block says more:

  <!-- ci: skip -->           not run: it needs what a machine of CI lacks
  <!-- ci: serve -->          a gateway: started, and left running until the next
  <!-- ci: background -->     anything else that is to run until the end
  <!-- ci: write FILE -->     the block is the content of FILE, in whatever language
"""

import re
import signal
import subprocess
import sys
import time
import urllib.request

from harness import cases
from harness.cases import Failed, expect
from harness.process import ROOT

BLOCK = re.compile(r"(?:<!-- ci: (?P<mark>[^>]*?) -->\n+)?^```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^```", re.M | re.S)
SERVES = re.compile(r"\s*\./maneki (run|quickstart)\b(?!.*(--check|--help))")
# What .ci/run has done already, or cannot do.
ELSEWHERE = re.compile(r"\s*(mvn( -\S+)* verify|\.ci/run|git clone|cd |sudo )")
serving = []
background = []
written = []


def commands(text):
    """The commands of a block: lines, without prompts, comments and shown output."""
    joined = re.sub(r"\\\n\s*", "", text)
    lines = joined.splitlines()
    if any(line.startswith("$ ") for line in lines):
        lines = [line[2:] for line in lines if line.startswith("$ ")]
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def stop():
    stop_servers()
    for process in background:
        process.terminate()
        process.wait(10)
    for path in written:
        path.unlink(missing_ok=True)


def serve(command):
    # One at a time: they share the admin address.
    stop_servers()
    process = subprocess.Popen(["sh", "-c", "exec " + command.split(" # ")[0]], cwd=ROOT, stdin=subprocess.DEVNULL)
    serving.append(process)
    for _ in range(600):
        expect(process.poll() is None, f"{command}: ended with {process.returncode}")
        try:
            with urllib.request.urlopen("http://127.0.0.1:9901/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise Failed(f"{command}: not ready after two minutes")


def stop_servers():
    while serving:
        process = serving.pop()
        process.send_signal(signal.SIGTERM)  # SIGINT is ignored by what a background shell starts
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()


def block(mark, text):
    for command in commands(text):
        if ELSEWHERE.match(command):
            continue
        if mark == "background":
            background.append(
                subprocess.Popen(
                    ["sh", "-c", "exec " + command], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            continue
        if SERVES.match(command):
            serve(command)
            continue
        done = subprocess.run(
            ["bash", "-c", command], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300
        )
        expect(done.returncode == 0, f"{command}\nended with {done.returncode}\n{done.stdout[-800:]}{done.stderr[-800:]}")


def write(name, text):
    path = ROOT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        written.append(path)
    path.write_text(text)


cases.at_end(stop)
for found in BLOCK.finditer((ROOT / "README.md").read_text()):
    mark, language, text = found["mark"] or "", found["language"], found["text"]
    if mark.startswith("write "):
        cases.add(mark, write, mark.split()[1], text)
    elif language in ("sh", "bash", "console", "shell") and not mark.startswith("skip"):
        if commands(text):
            cases.add(commands(text)[0][:100], block, mark, text)

if __name__ == "__main__":
    sys.exit(cases.main())
