"""grpcio's client: grpc_python.py PORT [gzip]. Beside it stands what grpcio-tools made of greet.proto."""

import sys

import grpc
from google.protobuf import any_pb2, duration_pb2
from maneki.example.greet.v1 import greet_pb2 as greet
from maneki.example.greet.v1 import greet_pb2_grpc

channel = grpc.insecure_channel(
    f"localhost:{sys.argv[1]}", compression=grpc.Compression.Gzip if sys.argv[2:] == ["gzip"] else None
)
stub = greet_pb2_grpc.GreetServiceStub(channel)
SLOW = greet.GreetAgainRequest(name="Ann", times=2, pause=duration_pb2.Duration(seconds=600))
failed = False


def case(name):
    def run(check):
        global failed
        try:
            check()
            print("ok", name)
        except Exception as problem:
            failed = True
            print(f"FAIL {name}: {problem!r}")

    return run


def equal(seen, expected):
    if seen != expected:
        raise AssertionError(f"saw {seen!r}, expected {expected!r}")


def failure(action):
    try:
        action()
    except grpc.RpcError as error:
        return error
    raise AssertionError("it did not fail")


@case("unary")
def unary():
    answer, call = stub.Greet.with_call(greet.GreetRequest(name="Ann"), metadata=[("greet-language", "nl")])
    equal(answer.greeting, "Hallo, Ann!")
    equal(dict(call.initial_metadata()).get("greet-language"), "nl")
    equal(dict(call.trailing_metadata()).get("greet-count"), "1")


@case("a long message")
def long_message():
    name = "é" * 500_000
    equal(stub.Greet(greet.GreetRequest(name=name)).greeting, f"Hello, {name}!")


@case("error with a detail")
def error_with_a_detail():
    error = failure(lambda: stub.Greet(greet.GreetRequest()))
    equal(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
    equal(error.details(), "name: it is empty")
    status = dict(error.trailing_metadata())["grpc-status-details-bin"]
    detail = greet.WrongField(field="name", reason="it is empty")
    packed = any_pb2.Any()
    packed.Pack(detail)
    equal(packed.SerializeToString() in status, True)


@case("server stream")
def server_stream():
    answers = stub.GreetAgain(greet.GreetAgainRequest(name="Ann", times=3))
    equal([answer.greeting for answer in answers], ["Hello, Ann!"] * 3)
    equal(dict(answers.trailing_metadata()).get("greet-count"), "3")


@case("client stream")
def client_stream():
    equal(stub.GreetGroup(iter([greet.GreetGroupRequest(name=name) for name in ("Ann", "Bob")])).people, 2)


@case("bidirectional stream")
def bidirectional_stream():
    answers = stub.GreetEach(iter([greet.GreetEachRequest(name=name) for name in ("Ann", "Bob")]))
    equal([answer.greeting for answer in answers], ["Hello, Ann!", "Hello, Bob!"])


@case("deadline")
def deadline():
    equal(failure(lambda: list(stub.GreetAgain(SLOW, timeout=0.5))).code(), grpc.StatusCode.DEADLINE_EXCEEDED)


@case("cancellation")
def cancellation():
    answers = stub.GreetAgain(SLOW)
    next(answers)
    answers.cancel()
    equal(failure(lambda: next(answers)).code(), grpc.StatusCode.CANCELLED)


sys.exit(failed)
