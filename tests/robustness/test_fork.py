"""A process that has used keys may fork, as pre-forking web servers do."""

import os
import subprocess
import sys
import textwrap

import pytest

from .signers import KEYS

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")

PREPARATION = """
    import os, sys, threading
    import ferrojwt

    keys = sys.argv[1]
    read = lambda name: open(os.path.join(keys, name)).read()
    SECRET = "a secret of at least thirty-two bytes"
    PAIRS = {
        "HS256": (SECRET, SECRET),
        "RS256": (read("rsa-2048.pem"), read("rsa-2048.pub.pem")),
        "PS256": (read("rsa-2048.pem"), read("rsa-2048.pub.pem")),
        "ES256": (read("P-256.pem"), read("P-256.pub.pem")),
        "ES384": (read("P-384.pem"), read("P-384.pub.pem")),
        "EdDSA": (read("ed25519.pem"), read("ed25519.pub.pem")),
    }

    def use():
        for algorithm, (signing, verifying) in PAIRS.items():
            token = ferrojwt.encode({"a": 1}, signing, algorithm)
            assert ferrojwt.decode(token, verifying, [algorithm]) == {"a": 1}

    def forked(work):
        "Runs work in a child; its exit status."
        child = os.fork()
        if child:
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
"""


def run(program, *options):
    """Run the program in an interpreter of its own: pytest's has threads."""
    source = textwrap.dedent(PREPARATION) + textwrap.dedent(program)
    command = [sys.executable, *options, "-c", source, str(KEYS)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout.split()


def test_a_child_signs_and_verifies_with_keys_of_its_parent():
    run("""
        use()
        assert forked(use) == 0
        use()
    """)


def test_a_child_clears_the_cache_and_forks_again():
    run("""
        def clear_and_fork():
            ferrojwt._native.clear_key_cache()
            use()
            assert forked(use) == 0

        use()
        assert forked(clear_and_fork) == 0
    """)


@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "ES256", "ES384", "EdDSA"])
def test_a_child_forked_while_threads_sign_is_not_stuck(algorithm):
    run_with_busy_threads(f"""
        signing, verifying = PAIRS["{algorithm}"]

        def sign():
            token = ferrojwt.encode({{"a": 1}}, signing, "{algorithm}")
            assert ferrojwt.decode(token, verifying, ["{algorithm}"]) == {{"a": 1}}
    """)


def test_a_child_signs_with_an_rsa_key_object_that_a_thread_was_signing_with():
    run_with_busy_threads("""
        key = ferrojwt._native.load_key("RSA", PAIRS["RS256"][0].encode())

        def sign():
            ferrojwt.encode({"a": 1}, key, "RS256")
    """)


def run_with_busy_threads(definition):
    """Run the `sign` of the definition in two threads, and in children forked meanwhile."""
    work = """
        # What is made at the first call is made before any thread can be caught making it.
        sign()
        stopped = threading.Event()

        def keep_signing():
            while not stopped.is_set():
                sign()

        threads = [threading.Thread(target=keep_signing) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            statuses = [forked(sign) for _ in range(8)]
        finally:
            stopped.set()
        for thread in threads:
            thread.join()
        assert statuses == [0] * 8, statuses
    """
    # From Python 3.12 on a fork in a process with threads is warned of.
    program = textwrap.dedent(definition) + textwrap.dedent(work)
    run(program, "-W", "ignore::DeprecationWarning")


@pytest.mark.parametrize("algorithm", ["PS256", "ES256", "ES384"])
def test_parent_and_children_draw_different_random_numbers(algorithm):
    # Two signatures made with one random number give an ECDSA key away.
    signatures = run(f"""
        signing, _ = PAIRS["{algorithm}"]
        sign = lambda: print(ferrojwt.encode({{}}, signing, "{algorithm}"), flush=True)
        sign()
        assert [forked(sign) for _ in range(4)] == [0] * 4
        sign()
    """)

    assert len(signatures) == 6
    assert len(set(signatures)) == 6
