"""Cases: named functions, run in the order they are written, each reported in one line.

A file of cases ends with `sys.exit(cases.main())`. Words on its command line choose cases by name.
The last line is `N passed, N failed`; the exit code says the same.
"""

import sys
import time
import traceback

_cases = []
_cleanups = []


class Failed(AssertionError):
    """What was seen is not what should be."""


def case(name):
    """Registers the function as a case of that name."""

    def register(function):
        _cases.append((name, function))
        return function

    return register


def add(name, function, *arguments):
    """Registers a row of a table as a case."""
    _cases.append((name, lambda: function(*arguments)))


def at_end(function):
    """Calls the function once all cases have run, whatever came of them."""
    _cleanups.append(function)
    return function


def expect(condition, message):
    if not condition:
        raise Failed(message)


def note(text):
    """A figure worth reading; nothing is asserted of it."""
    print(f"      {text}", flush=True)


def main():
    words = sys.argv[1:]
    passed = failed = 0
    try:
        for name, function in _cases:
            if words and not all(word in name for word in words):
                continue
            begin = time.monotonic()
            try:
                function()
            except Exception as problem:  # a case that breaks is a case that failed
                failed += 1
                print(f"FAIL  {name}: {problem}", flush=True)
                if not isinstance(problem, Failed):
                    traceback.print_exc(limit=4)
            else:
                passed += 1
                took = time.monotonic() - begin
                print(f"ok    {name}" + (f" ({took:.1f} s)" if took > 5 else ""), flush=True)
    finally:
        for cleanup in reversed(_cleanups):
            cleanup()
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0
