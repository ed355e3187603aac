"""In a subinterpreter the import works or says why it does not; the process lives on."""

import importlib.util
import subprocess
import sys
import textwrap

import pytest

MODULE = next(
    (
        name
        for name in ("_interpreters", "_xxsubinterpreters")
        if importlib.util.find_spec(name) is not None
    ),
    None,
)

pytestmark = pytest.mark.skipif(MODULE is None, reason="this Python has no subinterpreters")

USE = """
SECRET = "a secret of at least thirty-two bytes"

def use():
    import ferrojwt

    token = ferrojwt.encode({"a": 1}, SECRET)
    assert ferrojwt.decode(token, SECRET, ["HS256"]) == {"a": 1}
"""
INSIDE = f"""
{USE}
try:
    use()
except ImportError as error:
    print("refused:", error, flush=True)
else:
    print("works", flush=True)
"""


def run(program):
    """Run the program in an interpreter of its own: a crash must not take pytest along."""
    source = f"""
import {MODULE} as interpreters

{USE}
run = getattr(interpreters, "exec", None) or interpreters.run_string
INSIDE = {INSIDE!r}

def run_inside():
    interpreter = interpreters.create()
    # What the newer module returns instead of raising it.
    failure = run(interpreter, INSIDE)
    interpreters.destroy(interpreter)
    assert failure is None, failure

{textwrap.dedent(program)}
"""
    # The module announces that it is provisional.
    command = [sys.executable, "-W", "ignore", "-c", source]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


def assert_clear(line):
    assert line == "works" or (line.startswith("refused:") and "subinterpreter" in line)


def test_an_import_after_the_main_interpreters_works_or_is_refused():
    (line,) = run("""
        use()
        run_inside()
    """)

    assert_clear(line)


def test_an_import_before_the_main_interpreters_works_or_is_refused():
    (line,) = run("run_inside()")

    assert_clear(line)


def test_the_main_interpreter_goes_on_after_subinterpreters_have_come_and_gone():
    lines = run("""
        use()
        for _ in range(5):
            run_inside()
            use()
    """)

    assert len(lines) == 5


def test_a_subinterpreter_that_came_first_leaves_the_main_one_working():
    lines = run("""
        run_inside()
        use()
        print("main works")
    """)

    assert lines[-1] == "main works"
