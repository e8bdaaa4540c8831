"""HTTP/2 frames by hand (RFC 9113), for clients that break the rules on purpose."""

import struct

from .client import connect

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM, ACK, END_HEADERS, PADDED, PRIORITIZED = 0x1, 0x1, 0x4, 0x8, 0x20
NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, FLOW_CONTROL_ERROR = 0, 1, 2, 3
STREAM_CLOSED, FRAME_SIZE_ERROR, REFUSED_STREAM, CANCEL, COMPRESSION_ERROR = 5, 6, 7, 8, 9
ENHANCE_YOUR_CALM = 11
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

# RFC 7541 appendix A: the statuses of the static table; B: the codes of the digits.
STATUSES = {8: 200, 9: 204, 10: 206, 11: 304, 12: 400, 13: 404, 14: 500}


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def literal(name, value):
    """A field, literal, never entering the peer's table (RFC 7541 6.2.2), without Huffman."""
    return b"\0" + text(name) + text(value)


def text(octets):
    octets = octets.encode() if isinstance(octets, str) else octets
    return number(len(octets), 7) + octets


def number(value, bits, first=0):
    """An integer with a prefix (RFC 7541 5.1)."""
    limit = (1 << bits) - 1
    if value < limit:
        return bytes([first | value])
    encoded = bytes([first | limit])
    value -= limit
    while value >= 128:
        encoded += bytes([value & 127 | 128])
        value >>= 7
    return encoded + bytes([value])


def block(*fields):
    return b"".join(literal(name, value) for name, value in fields)


def request(path="/a", method="GET", authority="localhost", scheme="http", more=()):
    pseudo = [(":method", method), (":scheme", scheme), (":path", path), (":authority", authority)]
    return block(*pseudo, *more)


def status_of(encoded):
    """The status, which comes first in a response's header block."""
    while encoded and encoded[0] & 0xE0 == 0x20:  # table size updates
        size = 1
        if encoded[0] & 0x1F == 0x1F:
            while encoded[size] & 128:
                size += 1
            size += 1
        encoded = encoded[size:]
    first = encoded[0]
    if first & 0x80:
        return STATUSES.get(first & 0x7F, 0)
    if first & 0xC0 == 0x40:
        index = first & 0x3F
    else:
        index = first & 0x0F
    at = 1
    if index == 0:  # the name itself
        at += 1 + (encoded[1] & 0x7F)
    length = encoded[at]
    value = encoded[at + 1 : at + 1 + (length & 0x7F)]
    return digits(value) if length & 0x80 else int(value)


def digits(huffman):
    bits = "".join(f"{octet:08b}" for octet in huffman)
    found = ""
    while len(found) < 3:
        if int(bits[:5], 2) < 3:
            found, bits = found + str(int(bits[:5], 2)), bits[5:]
        else:
            found, bits = found + str(int(bits[:6], 2) - 0b011001 + 3), bits[6:]
    return int(found)


class Frame:
    def __init__(self, kind, flags, stream, payload):
        self.kind, self.flags, self.stream, self.payload = kind, flags, stream, payload

    def code(self):
        """The error code of RST_STREAM and GOAWAY."""
        return struct.unpack(">I", self.payload[4:8] if self.kind == GOAWAY else self.payload[:4])[0]

    def __repr__(self):
        return f"frame {self.kind} flags {self.flags:x} stream {self.stream} {self.payload[:24]!r}"


class Connection:
    """An HTTP/2 connection of a client; nothing is answered by itself but SETTINGS."""

    def __init__(self, port, settings=b"", tls=False, begin=True, **more):
        self.connection = connect(port, tls=tls, alpn=["h2"] if tls else None, **more)
        self.pending = b""
        self.scheme = "https" if tls else "http"
        if begin:
            self.send(PREFACE + frame(SETTINGS, 0, 0, settings))

    def send(self, data):
        self.connection.sendall(data)
        return self

    def headers(self, stream, encoded=None, flags=END_STREAM | END_HEADERS, **more):
        encoded = request(scheme=self.scheme, **more) if encoded is None else encoded
        return self.send(frame(HEADERS, flags, stream, encoded))

    def read(self):
        """The next frame, or None at the end."""
        try:
            while len(self.pending) < 9 or len(self.pending) < 9 + self.length():
                data = self.connection.recv(65536)
                if not data:
                    return None
                self.pending += data
        except ConnectionError:
            return None
        length = self.length()
        kind, flags, stream = struct.unpack(">BBI", self.pending[3:9])
        payload, self.pending = self.pending[9 : 9 + length], self.pending[9 + length :]
        if kind == SETTINGS and not flags & ACK:
            try:
                self.send(frame(SETTINGS, ACK, 0))
            except OSError:
                pass
        return Frame(kind, flags, stream & 0x7FFFFFFF, payload)

    def length(self):
        return int.from_bytes(self.pending[:3], "big")

    def until(self, *kinds, stream=None, seconds=10):
        """The next frame of these kinds; None if the connection ends or is silent before."""
        self.connection.settimeout(seconds)
        try:
            while (found := self.read()) is not None:
                if found.kind in kinds and (stream is None or found.stream == stream):
                    return found
        except TimeoutError:
            pass
        return None

    def outcome(self, stream, seconds=10):
        """What became of a stream: ("status", 200), ("reset", code), ("goaway", code), ("closed",), ("silent",)."""
        self.connection.settimeout(seconds)
        status = None
        try:
            while (found := self.read()) is not None:
                if found.kind == GOAWAY and found.code() != NO_ERROR:
                    return ("goaway", found.code())
                if found.stream != stream:
                    continue
                if found.kind == HEADERS and status is None:
                    status = status_of(strip(found))
                    if status < 200:
                        status = None
                if found.kind == RST_STREAM and (status is None or found.code() != NO_ERROR):
                    return ("reset", found.code())
                if found.flags & END_STREAM and found.kind in (HEADERS, DATA):
                    return ("status", status)
        except TimeoutError:
            return ("silent",)
        except OSError:
            pass
        return ("closed",)

    def close(self):
        self.connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def strip(headers):
    """The block of a HEADERS frame, without padding and priority."""
    payload = headers.payload
    if headers.flags & PADDED:
        payload = payload[1 : len(payload) - payload[0]]
    if headers.flags & PRIORITIZED:
        payload = payload[5:]
    return payload
