"""Backends that judge every byte they are sent.

`Recorder` reads requests as strictly as RFC 9112 allows a server to, and keeps them. Whatever it
cannot read without a doubt is kept in `violations`: a gateway that lets such bytes through has been
used to smuggle. `Scripted` answers with bytes of the test's choice, however broken.
"""

import re
import socket
import threading
import time

TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
FIELD_VALUE = re.compile(rb"(?:[\x21-\x7e\x80-\xff](?:[\x20\x09\x21-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?")
REQUEST_LINE = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ([\x21-\x7e]+) HTTP/1\.1")
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})")


class Violation(Exception):
    pass


class Request:
    def __init__(self, method, target, fields, body, trailers):
        self.method, self.target, self.fields = method, target, fields
        self.body, self.trailers = body, trailers

    def field(self, name):
        """All values of that name, in order."""
        return [value for key, value in self.fields if key == name.lower().encode()]

    def __repr__(self):
        return f"{self.method.decode()} {self.target.decode()} + {len(self.body)} bytes"


class Reader:
    """Strict reading of one connection's bytes."""

    def __init__(self, connection):
        self.connection = connection
        self.pending = b""

    def more(self):
        data = self.connection.recv(65536)
        if not data:
            raise EOFError
        self.pending += data

    def line(self):
        while b"\r\n" not in self.pending:
            if b"\n" in self.pending:
                raise Violation(f"bare LF in {self.pending[:80]!r}")
            if len(self.pending) > 1 << 20:
                raise Violation("a line without end")
            self.more()
        line, _, self.pending = self.pending.partition(b"\r\n")
        if b"\n" in line or b"\r" in line or b"\0" in line:
            raise Violation(f"CR, LF or NUL inside of the line {line[:120]!r}")
        return line

    def exactly(self, count):
        while len(self.pending) < count:
            self.more()
        data, self.pending = self.pending[:count], self.pending[count:]
        return data

    def fields(self):
        fields = []
        while line := self.line():
            name, colon, value = line.partition(b":")
            if not colon or not TOKEN.fullmatch(name):
                raise Violation(f"not a field: {line[:120]!r}")
            value = value.strip(b" \t")
            if not FIELD_VALUE.fullmatch(value):
                raise Violation(f"not a field value: {line[:120]!r}")
            fields.append((name.lower(), value))
        return fields

    def head(self):
        line = self.line()
        match = REQUEST_LINE.fullmatch(line)
        if not match:
            raise Violation(f"not a request line: {line[:120]!r}")
        method, target = match.groups()
        fields = self.fields()
        request = Request(method, target, fields, b"", [])
        if len(request.field("host")) != 1:
            raise Violation(f"{len(request.field('host'))} Host fields")
        lengths, codings = request.field("content-length"), request.field("transfer-encoding")
        if lengths and codings:
            raise Violation("Content-Length and Transfer-Encoding")
        if len(lengths) > 1 or any(not re.fullmatch(rb"[0-9]{1,18}", each) for each in lengths):
            raise Violation(f"Content-Length {lengths}")
        if codings and codings != [b"chunked"]:
            raise Violation(f"Transfer-Encoding {codings}")
        return request

    def body(self, request):
        if request.field("transfer-encoding"):
            pieces = []
            while True:
                line = self.line()
                if not CHUNK_SIZE.fullmatch(line):
                    raise Violation(f"not a plain chunk size: {line[:120]!r}")
                size = int(line, 16)
                if size == 0:
                    break
                pieces.append(self.exactly(size))
                if self.exactly(2) != b"\r\n":
                    raise Violation("bytes after chunk data")
            request.trailers = self.fields()
            request.body = b"".join(pieces)
        elif request.field("content-length"):
            request.body = self.exactly(int(request.field("content-length")[0]))


class Backend:
    """Accepts on a port of the loopback; a thread a connection."""

    def __init__(self):
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listening.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            self.connections += 1
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            try:
                self.serve(connection)
            except OSError:
                pass

    def close(self):
        # Closing alone does not wake a thread in accept().
        try:
            self.listening.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listening.close()


class Recorder(Backend):
    """Answers every request with 200 and the request's own target and body length as its body."""

    def __init__(self):
        self.requests, self.violations, self.unfinished = [], [], []
        super().__init__()

    def serve(self, connection):
        reader = Reader(connection)
        request = None
        try:
            while True:
                request = None
                request = reader.head()
                if request.field("expect"):
                    connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
                reader.body(request)
                self.requests.append(request)
                connection.sendall(self.answer(request))
        except Violation as violation:
            self.violations.append(str(violation))
        except (EOFError, ConnectionError):
            # A body that never came to its end was never a request.
            if request is not None:
                self.unfinished.append(request)
            elif reader.pending:
                self.violations.append(f"half a request: {reader.pending[:120]!r}")

    def answer(self, request):
        text = b"%s %s %d" % (request.method, request.target, len(request.body))
        head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(text)
        return head if request.method == b"HEAD" else head + text

    def forget(self):
        self.requests.clear()
        self.violations.clear()
        self.unfinished.clear()

    def targets(self):
        return [request.target.decode() for request in self.requests]


class Scripted(Backend):
    """Reads each request, and answers with the bytes that `script` holds for its path.

    A value may be a function that is given the connection and the request. After the bytes the
    connection stays open for `linger` seconds, unless `close_after` holds the path.
    """

    def __init__(self, script):
        self.script, self.close_after, self.requests = script, set(), []
        super().__init__()

    def serve(self, connection):
        reader = Reader(connection)
        try:
            while True:
                request = reader.head()
                path = request.target.decode().partition("?")[0]
                self.requests.append(request)
                answer = self.script.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                if not callable(answer):
                    reader.body(request)
                    connection.sendall(answer)
                elif answer(connection, request, reader) == "close":
                    return
                if path in self.close_after:
                    return
        except (Violation, EOFError, ConnectionError):
            return


def eventually(condition, seconds=5):
    """Whether the condition comes true in that time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return condition()
