"""Gateway API resources as dictionaries: JSON is YAML, so the gateway reads them as they are."""

GATEWAY_API = "gateway.networking.k8s.io/v1"


def gateway(*listeners, name="front-door"):
    return {
        "apiVersion": GATEWAY_API,
        "kind": "Gateway",
        "metadata": {"name": name},
        "spec": {"gatewayClassName": "maneki", "listeners": list(listeners)},
    }


def http_listener(port, name="http", **more):
    return {"name": name, "protocol": "HTTP", "port": port, **more}


def https_listener(port, secret, name="https", **more):
    tls = {"certificateRefs": [{"name": secret}]}
    return {"name": name, "protocol": "HTTPS", "port": port, "tls": tls, **more}


def route(name, *rules, kind="HTTPRoute", **spec):
    return {
        "apiVersion": GATEWAY_API,
        "kind": kind,
        "metadata": {"name": name},
        "spec": {"parentRefs": [{"name": "front-door"}], **spec, "rules": list(rules)},
    }


def rule(service, path=None, **more):
    made = {"backendRefs": [{"name": service, "port": 80}], **more}
    if path:
        made["matches"] = [{"path": {"type": "PathPrefix", "value": path}}]
    return made


def service(name, *ports, protocol=None):
    """A Service and an EndpointSlice whose endpoints are these ports of the loopback."""
    port = {"port": 80, "name": "main"}
    if protocol:
        port["appProtocol"] = protocol
    made = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name},
        "spec": {"ports": [port]},
    }
    # A port of a slice holds for all of its endpoints: as many slices as ports.
    slices = [
        {
            "apiVersion": "discovery.k8s.io/v1",
            "kind": "EndpointSlice",
            "metadata": {
                "name": f"{name}-{number}",
                "labels": {"kubernetes.io/service-name": name},
            },
            "addressType": "IPv4",
            "ports": [{"port": endpoint, "name": "main"}],
            "endpoints": [{"addresses": ["127.0.0.1"]}],
        }
        for number, endpoint in enumerate(ports)
    ]
    return [made, *slices]


def secret(name, certificate, key):
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name},
        "type": "kubernetes.io/tls",
        "stringData": {"tls.crt": certificate, "tls.key": key},
    }
