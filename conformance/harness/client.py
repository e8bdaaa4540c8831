"""A client that sends exactly the bytes it is told to, and reads HTTP/1.1 answers strictly."""

import re
import socket
import ssl

from .cases import Failed


class Answer:
    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, fields, body

    def field(self, name):
        return [value for key, value in self.fields if key == name.lower()]

    def __repr__(self):
        return f"{self.status} {self.body[:60]!r}"


def connect(port, tls=None, alpn=None, name="localhost", timeout=20):
    connection = socket.create_connection(("127.0.0.1", port), timeout=timeout)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if tls:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        if alpn:
            context.set_alpn_protocols(alpn)
        connection = context.wrap_socket(connection, server_hostname=name)
    return connection


class Client:
    """One HTTP/1.1 connection."""

    def __init__(self, port, **more):
        self.connection = connect(port, **more)
        self.pending = b""

    def send(self, data):
        self.connection.sendall(data)
        return self

    def more(self):
        data = self.connection.recv(65536)
        if not data:
            raise EOFError("closed" + (f" after {self.pending[:200]!r}" if self.pending else ""))
        self.pending += data

    def answer(self, method="GET"):
        """The next final or interim answer, its whole body included."""
        while b"\r\n\r\n" not in self.pending:
            self.more()
        head, _, self.pending = self.pending.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        match = re.fullmatch(rb"HTTP/1\.1 ([0-9]{3}) ?.*", lines[0])
        if not match or b"\n" in head.replace(b"\r\n", b"") or b"\0" in head:
            raise Failed(f"not a response: {head[:200]!r}")
        status = int(match.group(1))
        fields = []
        for line in lines[1:]:
            name, colon, value = line.partition(b":")
            if not colon or not re.fullmatch(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+", name):
                raise Failed(f"not a field in a response: {line!r}")
            fields.append((name.decode().lower(), value.strip(b" \t").decode("latin-1")))
        answer = Answer(status, fields, b"")
        lengths, codings = answer.field("content-length"), answer.field("transfer-encoding")
        if len(lengths) > 1 or lengths and codings:
            raise Failed(f"ambiguous framing in a response: {head!r}")
        if method == "HEAD" or status < 200 or status in (204, 304):
            return answer
        if codings:
            answer.body, answer.trailers = self.chunks()
        elif lengths:
            answer.body = self.exactly(int(lengths[0]))
        else:
            answer.body = self.rest()
        return answer

    def final(self, method="GET"):
        while (answer := self.answer(method)).status < 200:
            pass
        return answer

    def line(self):
        while b"\r\n" not in self.pending:
            self.more()
        line, _, self.pending = self.pending.partition(b"\r\n")
        return line

    def exactly(self, count):
        while len(self.pending) < count:
            self.more()
        data, self.pending = self.pending[:count], self.pending[count:]
        return data

    def chunks(self):
        pieces = []
        while size := int(self.line().partition(b";")[0], 16):
            pieces.append(self.exactly(size))
            if self.exactly(2) != b"\r\n":
                raise Failed("bytes after chunk data in a response")
        trailers = []
        while line := self.line():
            name, _, value = line.partition(b":")
            trailers.append((name.decode().lower(), value.strip().decode()))
        return b"".join(pieces), trailers

    def rest(self):
        """All until the other side closes; a reset is an end as well."""
        try:
            while True:
                self.more()
        except (EOFError, ConnectionError):
            pass
        data, self.pending = self.pending, b""
        return data

    def answers(self, limit=10):
        """All answers until the connection ends or is silent; truncated ones are not counted."""
        found = []
        self.connection.settimeout(1.0)
        try:
            while len(found) < limit:
                found.append(self.answer())
        except (EOFError, ConnectionError, TimeoutError):
            pass
        return found

    def get(self, path, host="localhost"):
        self.send(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        return self.final()

    def ended(self, seconds=10):
        """Whether the other side closes within that time."""
        self.connection.settimeout(seconds)
        try:
            while self.connection.recv(65536):
                pass
            return True
        except ConnectionError:
            return True
        except TimeoutError:
            return False

    def close(self):
        self.connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
