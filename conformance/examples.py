#!/usr/bin/env python3
"""Gateway API's own examples, from its Go module, as input: the valid ones served with the status that
the API prescribes, the invalid ones refused with the field named. Needs Go.
"""

import json
import re
import sys
import time

from harness import cases, peers
from harness.cases import expect
from harness.process import ROOT, Gateway, maneki

module = peers.go_module("sigs.k8s.io/gateway-api", "v1.6.1")
KINDS = {"Gateway", "HTTPRoute", "GRPCRoute", "BackendTLSPolicy"}
OURS = KINDS | {"GatewayClass", "ReferenceGrant", "Namespace", "Service", "EndpointSlice", "Secret", "ConfigMap"}
ROUTES = {"HTTPRoute", "GRPCRoute"}

# Listeners are moved to ports that need no rights and collide with nobody.
front = Gateway({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "default"}})
cases.at_end(front.close)


def documents(text):
    """Kind, namespace and name of each document, by the plainest of means."""
    for document in re.split(r"^---.*$", text, flags=re.M):
        kind = re.search(r"^kind: *(\w+)", document, re.M)
        name = re.search(r"^metadata:(?:\n  .*)*?\n  name: *([\w.-]+)", document, re.M)
        namespace = re.search(r"^  namespace: *([\w.-]+)", document, re.M)
        if kind and name:
            yield kind.group(1), namespace.group(1) if namespace else "default", name.group(1), document


def condition(conditions, kind):
    found = [each for each in conditions if each["type"] == kind]
    expect(len(found) == 1, f"{len(found)} conditions {kind}")
    for member in ("status", "reason", "message"):
        expect(member in found[0], f"condition {kind} without {member}")
    return found[0]


def valid(file):
    checked = maneki("validate", "-o", "json", file)
    told = json.loads(checked.stdout)
    errors = [finding for finding in told["findings"] if finding["severity"] == "error"]
    expect(checked.returncode == 0 and told["valid"] and not errors, f"exit {checked.returncode}: {errors}")
    text = file.read_text()
    for kind, _, name, _ in documents(text):
        if kind not in OURS:
            expect(any(kind in finding["message"] for finding in told["findings"]), f"{kind}/{name} is dropped without a word")
    serve(text)


def serve(text):
    """As if the class were ours, on ports above 20,000; then what status says of each resource."""
    text = re.sub(r"controllerName: .*", "controllerName: maneki.dev/gateway", text)
    text = re.sub(r"(\n\s+(?:- )?port: )(80|443|8080|8443|8000|8888)(?=\n)", lambda found: found.group(1) + str(20000 + int(found.group(2))), text)
    number = status()["configuration"]["number"]
    (front.directory / "next").write_text(text)
    (front.directory / "next").replace(front.folder / "example.yaml")
    deadline = time.monotonic() + 10
    while status()["configuration"]["number"] == number and time.monotonic() < deadline:
        time.sleep(0.02)
    resources = {(each["kind"], each.get("namespace"), each["name"]): each for each in status()["resources"]}
    gateways = {(space, name) for kind, space, name, _ in documents(text) if kind == "Gateway"}
    for kind, space, name, document in documents(text):
        if kind not in KINDS:
            continue
        found = resources.get((kind, space, name))
        if not found and kind in ROUTES and "parentRefs" not in document:
            continue
        expect(found, f"no status of {kind}/{space}/{name}; there are {list(resources)}")
        if kind == "Gateway":
            judge_gateway(found, document, "parametersRef" in text)
        elif kind in ROUTES:
            judge_route(found, document, space, gateways)


def status():
    """What `maneki status -o json` prints, from where it asks: 200 processes less."""
    code, text = front.ask("/status")
    expect(code == 200, text)
    return json.loads(text)


def judge_gateway(found, document, parameters):
    conditions = found["status"]["conditions"]
    condition(conditions, "Accepted"), condition(conditions, "Programmed")
    listeners = found["status"]["listeners"]
    expect(len(listeners) == len(re.findall(r"^ +(?:- )?protocol: ", document, re.M)), f"{len(listeners)} listeners")
    for listener in listeners:
        for kind in ("Accepted", "Programmed", "ResolvedRefs", "Conflicted"):
            condition(listener["conditions"], kind)
        expect("attachedRoutes" in listener and "supportedKinds" in listener, f"{listener}")
    # Parts of the examples that are served not at all, or not without what they leave out.
    if not re.search(r"protocol: *(TCP|UDP|TLS)\b|certificateRefs|addresses:|allowedListeners", document) and not parameters:
        for kind in ("Accepted", "Programmed"):
            expect(condition(conditions, kind)["status"] == "True", f"{kind}: {conditions}")


def judge_route(found, document, space, gateways):
    parents = found.get("status", {}).get("parents", [])
    for parent in parents:
        expect(parent["controllerName"] == "maneki.dev/gateway", f"{parent}")
        condition(parent["conditions"], "Accepted"), condition(parent["conditions"], "ResolvedRefs")
    references = re.search(r"^  parentRefs:\n((?:  [ -].*\n)+)", document, re.M)
    named = re.findall(r"name: *([\w.-]+)", references.group(1)) if references else []
    theirs = [name for name in named if (space, name) in gateways]
    if theirs and "kind: Service" not in (references.group(1) if references else ""):
        expect(parents, f"no parent status, though {theirs} is there")
        if "backendRefs" in document and not re.search(r"kind: (?!HTTPRoute|GRPCRoute)", document):
            # No example brings its Services.
            resolved = condition(parents[0]["conditions"], "ResolvedRefs")
            expect(resolved["status"] == "False" and resolved["reason"] in ("BackendNotFound", "RefNotPermitted"), f"{resolved}")


def invalid(file, fields):
    checked = maneki("validate", "-o", "json", file)
    expect(checked.returncode == 5, f"exit {checked.returncode}: {checked.stdout[:500]}")
    errors = [finding for finding in json.loads(checked.stdout)["findings"] if finding["severity"] == "error"]
    named = [finding["field"] for finding in errors]
    for field in fields:
        expect(field in named, f"{field} is not named, but {named}")
    for finding in errors:
        expect(finding["line"] > 0 and finding["column"] > 0 and finding["message"], f"{finding}")


for file in sorted((module / "examples").rglob("*.yaml")):
    cases.add(f"valid {file.relative_to(module / 'examples')}", valid, file)

# What the API server names, as the test of the reading room has it too.
listed = ROOT / "resources/src/test/resources/dev/maneki/resources/kinds/invalid-examples.txt"
for name, fields in re.findall(r"^(\S+):\n((?:  .*\n?)+)", listed.read_text(), re.M):
    cases.add(f"invalid {name}", invalid, module / "hack/invalid-examples" / name, fields.split())


@cases.case("no exception in the gateway's log")
def well():
    expect("Exception" not in front.output(), front.output()[-3000:])


if __name__ == "__main__":
    sys.exit(cases.main())
