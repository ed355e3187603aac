"""The path of a request through the DRF layer, against rest_framework_simplejwt in one run.

Both authenticate the same request with the same settings and the same database, in interleaved
rounds: medians of the times, and of the ratios within each round. The database is SQLite in memory,
and the time the processor's; with `--postgres` it is a server of its own on a socket, and the time
the clock's, since the process waits for it.
"""

import argparse
import contextlib
import importlib
import statistics
import sys
import time
import timeit
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django
from cases import SECRET
from django.conf import settings
from machine import facts, sentence

LAYERS = {"ferrojwt": "ferrojwt.drf", "simplejwt": "rest_framework_simplejwt"}
ROUNDS = 61
# As in a server; timeit switches it off.
SETUP = "import gc; gc.enable()"


def main() -> None:
    """Set Django up, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--postgres", action="store_true", help="with a PostgreSQL server")
    with database(postgres=parser.parse_args().postgres) as configured:
        measure(configured)


@contextlib.contextmanager
def database(*, postgres: bool) -> Iterator[dict[str, Any]]:
    """Lend a database, as Django's settings describe it."""
    if not postgres:
        yield {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
        return
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tests.postgres import server

    with server() as folder:
        yield {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "postgres",
            "USER": "postgres",
            "HOST": str(folder),
        }


def measure(configured: dict[str, Any]) -> None:
    """Set Django up with the database, and print the table."""
    settings.configure(
        SECRET_KEY=SECRET,
        USE_TZ=True,
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"],
        DATABASES={"default": configured},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    model = get_user_model()
    user = model.objects.create_user("someone", password="a password")
    # The password check is what it costs by design; here it is left out.
    model.check_password = lambda self, raw: True
    print(sentence(facts()), end="\n\n")
    print(f"Microseconds, the median of {ROUNDS} interleaved rounds.\n")
    print("| | ferrojwt | simplejwt | times |\n|---|---|---|---|")
    bare = lambda: model.objects.get(id=str(user.pk))  # noqa: E731
    clock = time.process_time if "sqlite" in configured["ENGINE"] else time.perf_counter
    for title, make in PATHS.items():
        calls = {name: attempt(make, layer, user) for name, layer in LAYERS.items()}
        row(title, calls, bare, clock)


def row(
    title: str,
    calls: dict[str, Any],
    bare: Callable[[], object],
    clock: Callable[[], float],
) -> None:
    """Print one path: both layers, or the reason why one is missing."""
    able = {name: call for name, call in calls.items() if callable(call)}
    samples = interleaved({**able, "bare query": bare}, clock)
    cells = [micros(samples[name]) if name in able else str(calls[name]) for name in calls]
    times = ""
    if len(able) == len(calls):
        times = f"{ratio(samples, 'simplejwt', 'ferrojwt'):.1f}x"
    print(f"| {title} | {' | '.join(cells)} | {times} |")
    if "ferrojwt" in able and "user" in title:
        share = ratio(samples, "ferrojwt", "bare query")
        query = micros(samples["bare query"])
        print(f"| … against the bare user query | {query} | | {share:.2f} of it |")


def micros(taken: list[float]) -> str:
    return f"{statistics.median(taken):.1f}"


def ratio(samples: dict[str, list[float]], one: str, other: str) -> float:
    return statistics.median(a / b for a, b in zip(samples[one], samples[other], strict=True))


def interleaved(
    calls: dict[str, Callable[[], object]], clock: Callable[[], float]
) -> dict[str, list[float]]:
    """Return the microseconds of each call in each round."""
    timers = {name: timeit.Timer(call, SETUP, clock) for name, call in calls.items()}
    numbers = {}
    for name, timer in timers.items():
        timer.timeit(2)
        numbers[name] = max(1, int(0.01 / (timer.timeit(3) / 3)))
    samples: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, timer in timers.items():
            samples[name].append(timer.timeit(numbers[name]) / numbers[name] * 1e6)
    return samples


def attempt(make: Callable[[str, Any], Any], layer: str, user: Any) -> Any:
    """Return the call, or the reason why there is none."""
    try:
        call = make(layer, user)
        call()
    except (AttributeError, ImportError) as error:
        return f"missing: {error}"
    return call


def stateless(layer: str, user: Any) -> Callable[[], object]:
    """Authenticate without a database."""
    return authentication("JWTStatelessUserAuthentication", layer, user)


def with_user(layer: str, user: Any) -> Callable[[], object]:
    """Authenticate and fetch the user."""
    return authentication("JWTAuthentication", layer, user)


def authentication(name: str, layer: str, user: Any) -> Callable[[], object]:
    tokens = importlib.import_module(f"{layer}.tokens")
    authenticator = getattr(importlib.import_module(f"{layer}.authentication"), name)()
    header = f"Bearer {tokens.AccessToken.for_user(user)}"
    request = SimpleNamespace(META={"HTTP_AUTHORIZATION": header})
    return lambda: authenticator.authenticate(request)


def token(layer: str, user: Any) -> Callable[[], object]:
    """Read an access token."""
    tokens = importlib.import_module(f"{layer}.tokens")
    text = str(tokens.AccessToken.for_user(user))
    return lambda: tokens.AccessToken(text)


def login(layer: str, user: Any) -> Callable[[], object]:
    """Validate a login with the serializer; the password check is stubbed."""
    serializers = importlib.import_module(f"{layer}.serializers")
    fields = {"username": user.username, "password": "a password"}

    def validate() -> dict[str, Any]:
        serializer = serializers.TokenObtainPairSerializer(data=fields)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    return validate


def refresh(layer: str, user: Any) -> Callable[[], object]:
    """Exchange a refresh token for an access token."""
    serializers = importlib.import_module(f"{layer}.serializers")
    tokens = importlib.import_module(f"{layer}.tokens")
    text = str(tokens.RefreshToken.for_user(user))

    def validate() -> dict[str, Any]:
        serializer = serializers.TokenRefreshSerializer(data={"refresh": text})
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    return validate


PATHS = {
    "access token read": token,
    "authenticate, stateless": stateless,
    "authenticate, with the user": with_user,
    "login serializer": login,
    "refresh serializer": refresh,
}

if __name__ == "__main__":
    sys.exit(main())
