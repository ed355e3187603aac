"""The path of a request through the DRF layer, against rest_framework_simplejwt in one run.

Both authenticate the same request with the same settings and the same database in memory;
interleaved rounds, medians. What this checkout does not have is shown as missing.
"""

import importlib
import statistics
import sys
import time
import timeit
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import django
from cases import SECRET
from django.conf import settings
from machine import facts, sentence

LAYERS = {"ferrojwt": "ferrojwt.drf", "simplejwt": "rest_framework_simplejwt"}
ROUNDS = 21


def main() -> None:
    """Set Django up, measure, print."""
    settings.configure(
        SECRET_KEY=SECRET,
        USE_TZ=True,
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
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
    bare = lambda: model.objects.get(id="1")  # noqa: E731
    for title, make in PATHS.items():
        row(title, {name: attempt(make, layer, user) for name, layer in LAYERS.items()}, bare)


def row(title: str, calls: dict[str, Any], bare: Callable[[], object]) -> None:
    """Print one path: both layers, or the reason why one is missing."""
    able = {name: call for name, call in calls.items() if callable(call)}
    figures = interleaved({**able, "bare query": bare})
    cells = [f"{figures[name]:.1f}" if name in able else str(calls[name]) for name in calls]
    times = ""
    if len(able) == len(calls):
        times = f"{figures['simplejwt'] / figures['ferrojwt']:.1f}x"
    print(f"| {title} | {' | '.join(cells)} | {times} |")
    if "ferrojwt" in able and "user" in title:
        query = figures["bare query"]
        share = figures["ferrojwt"] / query
        print(f"| … against the bare user query | {query:.1f} | | {share:.2f} of it |")


def interleaved(calls: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the microseconds of each call."""
    timers = {name: timeit.Timer(call, timer=time.process_time) for name, call in calls.items()}
    numbers = {}
    for name, timer in timers.items():
        timer.timeit(2)
        numbers[name] = max(1, int(0.01 / (timer.timeit(3) / 3)))
    samples: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, timer in timers.items():
            samples[name].append(timer.timeit(numbers[name]) / numbers[name] * 1e6)
    return {name: statistics.median(taken) for name, taken in samples.items()}


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
