"""What the shape of a call costs: simplejwt's arguments, key objects, a JWK, PyJWT's own objects.

Each shape against the plain call with text for a key, in the same process and the same rounds.
"""

import importlib
import statistics
import sys
import time
import timeit
from datetime import timedelta
from types import ModuleType
from typing import Any

from cases import signing_text, small_claims, verifying_text
from machine import facts, sentence

ROUNDS = 41
PLAIN = "plain, key as text"

SIMPLEJWT_DECODE = (
    "jwt.decode(token, public, algorithms=[algorithm], audience=None, issuer=None, leeway=leeway,"
    " options={'verify_aud': False, 'verify_signature': True})"
)
SHAPES = {
    "encode": {
        PLAIN: "jwt.encode(claims, text, algorithm=algorithm)",
        "prepared key": "jwt.encode(claims, private, algorithm=algorithm)",
        "simplejwt's arguments": (
            "jwt.encode(claims, private, algorithm=algorithm, json_encoder=None)"
        ),
        "header with kid": "jwt.encode(claims, text, algorithm=algorithm, headers={'kid': '1'})",
        "`PyJWK`": "jwt.encode(claims, private_jwk, algorithm=algorithm)",
        "`PyJWT` object": "instance.encode(claims, text, algorithm=algorithm)",
    },
    "decode": {
        PLAIN: "jwt.decode(token, public_text, algorithms=algorithms)",
        "prepared key": "jwt.decode(token, public, algorithms=algorithms)",
        "simplejwt's arguments": SIMPLEJWT_DECODE,
        "header with kid": "jwt.decode(kid_token, public_text, algorithms=algorithms)",
        "`PyJWK`": "jwt.decode(token, public_jwk, algorithms=algorithms)",
        "`PyJWT` object": "instance.decode(token, public_text, algorithms=algorithms)",
    },
}


def main() -> None:
    """Measure and print a table for each algorithm."""
    print(sentence(facts()))
    modules = {"ferrojwt": "ferrojwt", "PyJWT": "jwt"}
    libraries = {name: importlib.import_module(module) for name, module in modules.items()}
    for algorithm in ("HS256", "RS256", "ES256"):
        print(f"\n### {algorithm}, six claims: µs, and times the plain call\n")
        print("| | ferrojwt | | PyJWT | |\n|---|---|---|---|---|")
        for operation, shapes in SHAPES.items():
            columns = [measure(jwt, algorithm, shapes) for jwt in libraries.values()]
            for shape in shapes:
                cells = " | ".join(
                    f"{micros:.2f} | {times:.2f}x" for micros, times in (c[shape] for c in columns)
                )
                print(f"| {operation}: {shape} | {cells} |")


def measure(
    jwt: ModuleType, algorithm: str, shapes: dict[str, str]
) -> dict[str, tuple[float, float]]:
    """Return each shape's microseconds, and how many times as long as the plain one it takes."""
    names = namespace(jwt, algorithm)
    timers = {
        shape: timeit.Timer(statement, timer=time.process_time, globals=names)
        for shape, statement in shapes.items()
    }
    numbers = {}
    for shape, timer in timers.items():
        timer.timeit(2)
        numbers[shape] = max(1, int(0.003 / (timer.timeit(2) / 2)))
    samples: dict[str, list[float]] = {shape: [] for shape in shapes}
    for _ in range(ROUNDS):
        for shape, timer in timers.items():
            samples[shape].append(timer.timeit(numbers[shape]) / numbers[shape] * 1e6)
    return {
        shape: (
            statistics.median(taken),
            statistics.median(a / b for a, b in zip(taken, samples[PLAIN], strict=True)),
        )
        for shape, taken in samples.items()
    }


def namespace(jwt: ModuleType, algorithm: str) -> dict[str, Any]:
    """Return what the statements name."""
    original = jwt.get_algorithm_by_name(algorithm)
    text, public_text = signing_text(algorithm), verifying_text(algorithm)
    private, public = original.prepare_key(text), original.prepare_key(public_text)
    claims = small_claims()
    return {
        "jwt": jwt,
        "instance": jwt.PyJWT(),
        "algorithm": algorithm,
        "algorithms": [algorithm],
        "claims": claims,
        "leeway": timedelta(seconds=0),
        "text": text,
        "public_text": public_text,
        "private": private,
        "public": public,
        "private_jwk": jwt.PyJWK(original.to_jwk(private, as_dict=True), algorithm),
        "public_jwk": jwt.PyJWK(original.to_jwk(public, as_dict=True), algorithm),
        "token": jwt.encode(claims, text, algorithm=algorithm),
        "kid_token": jwt.encode(claims, text, algorithm=algorithm, headers={"kid": "1"}),
    }


if __name__ == "__main__":
    sys.exit(main())
