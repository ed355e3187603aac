"""Many threads may share keys and the cache: right answers, and no thread waits for ever."""

import hashlib
import hmac
import random
import sys
import threading

import pytest

import ferrojwt
from ferrojwt import _native

from .signers import KEYS, Signer, signers

THREADS = 8
# Seconds; the work takes a few.
PATIENCE = 60


@pytest.fixture(autouse=True)
def _threads_take_turns_often():
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)
    _native.clear_key_cache()


def run_all(works):
    """Run each in a thread of its own, all from the same moment; raise the first error."""
    start = threading.Barrier(len(works))
    errors = []

    def run(work):
        start.wait(PATIENCE)
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - A panic is no Exception.
            errors.append(error)

    # Daemons: a deadlock fails the test instead of stopping the process from ending.
    threads = [threading.Thread(target=run, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "a thread is stuck"
    if errors:
        raise errors[0]


def shuffled(rounds, seed, operations):
    """Return work that does every operation in each round, in an order of its own."""

    def work():
        chance = random.Random(seed)  # noqa: S311 - An order, not a secret.
        for _ in range(rounds):
            for operation in chance.sample(operations, len(operations)):
                operation()

    return work


def use_many_secrets():
    """Use more secrets than the cache holds; each verifies its own tokens and no other's."""
    for number in range(300):
        secret = f"one of several hundred secrets of the same length: {number:04}"
        token = ferrojwt.encode({"n": number}, secret)
        signing_input, _, _ = token.rpartition(".")
        tag = hmac.new(secret.encode(), signing_input.encode(), hashlib.sha256).digest()
        complete = ferrojwt.decode_complete(token, secret, ["HS256"])
        assert complete["signature"] == tag
        assert complete["payload"] == {"n": number}
        with pytest.raises(ferrojwt.InvalidSignatureError):
            ferrojwt.decode(token, f"{secret[:-1]}x", ["HS256"])


def use_many_texts():
    """Use more spellings of two RSA keys than the cache holds; reading one takes milliseconds."""
    private = (KEYS / "rsa-2048.pem").read_text()
    public = (KEYS / "rsa-2048.pub.pem").read_text()
    for number in range(12):
        spelling = f"key {number} of thread {threading.get_ident()}\n"
        Signer(spelling, "RS256", spelling + private, spelling + public).use()


def test_threads_share_keys_in_every_form():
    operations = [signer.use for signer in signers()]

    run_all([shuffled(4, seed, operations) for seed in range(THREADS)])


def test_threads_share_keys_while_others_evict_them():
    operations = [signer.use for signer in signers()]
    sharing = [shuffled(3, seed, operations) for seed in range(THREADS - 2)]

    run_all([*sharing, use_many_secrets, use_many_texts])


def test_threads_share_keys_while_the_cache_is_cleared():
    operations = [*(signer.use for signer in signers()), _native.clear_key_cache]
    clearing = [_native.clear_key_cache] * 50

    run_all([shuffled(3, seed, operations + clearing) for seed in range(THREADS)])


def test_threads_read_the_same_new_key_at_once():
    public = (KEYS / "rsa-2048.pub.pem").read_bytes()
    private = (KEYS / "rsa-2048.pem").read_bytes()
    # Equal, but not the same object: each thread finds it by its content, or reads it.
    work = [Signer("copy", "RS256", bytes(bytearray(private)), bytes(bytearray(public))).use] * 8
    _native.clear_key_cache()

    run_all(work)


def test_threads_encode_a_payload_that_another_changes():
    payload = {"n": 0, **{f"claim {number}": [number] * 20 for number in range(100)}}
    stopped = threading.Event()

    def change():
        number = 0
        while not stopped.is_set():
            number += 1
            payload[f"new {number}"] = [{}] * 10
            payload.pop(f"new {number - 5}", None)

    def encode():
        try:
            for _ in range(200):
                token = ferrojwt.encode(payload, "a secret of at least thirty-two bytes")
                claims = ferrojwt.decode(token, "a secret of at least thirty-two bytes", ["HS256"])
                assert claims.items() >= {"n": 0, "claim 99": [99] * 20}.items()
        finally:
            stopped.set()

    run_all([change, encode])
