"""The token views are limited as soon as their scopes have rates."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from rest_framework.settings import api_settings as rest_settings
from rest_framework.test import APIRequestFactory
from rest_framework.throttling import AnonRateThrottle, ScopedRateThrottle

from ferrojwt.django.checks.project import THROTTLE_SCOPES
from ferrojwt.drf import views

pytestmark = pytest.mark.django_db

SCOPES = {
    "/token/": "token_obtain",
    "/token/sliding/": "token_obtain",
    "/token/refresh/": "token_refresh",
    "/token/sliding/refresh/": "token_refresh",
    "/token/verify/": "token_verify",
    "/token/blacklist/": "token_blacklist",
}


@pytest.fixture(autouse=True)
def no_history():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def rates(settings):
    def set_rates(**rates):
        settings.REST_FRAMEWORK = {
            **settings.REST_FRAMEWORK,
            "DEFAULT_THROTTLE_RATES": rates,
        }

    return set_rates


@pytest.mark.parametrize("path", SCOPES)
def test_view_is_limited_by_the_rate_of_its_scope(client, rates, path):
    rates(**{SCOPES[path]: "2/min"})
    assert [client.post(path, {}).status_code for _ in range(3)] == [400, 400, 429]


@pytest.mark.parametrize("path", SCOPES)
def test_view_is_not_limited_by_another_scope(client, rates, path):
    rates(**{scope: "1/min" for scope in SCOPES.values() if scope != SCOPES[path]})
    assert [client.post(path, {}).status_code for _ in range(3)] == [400, 400, 400]


@pytest.mark.parametrize("path", SCOPES)
def test_view_is_not_limited_without_rates(client, path):
    assert [client.post(path, {}).status_code for _ in range(3)] == [400, 400, 400]


def test_a_refused_login_counts(client, rates, user):
    rates(token_obtain="1/min")
    body = {"username": user.username, "password": "wrong"}
    assert [client.post("/token/", body).status_code for _ in range(2)] == [401, 429]


def test_each_address_is_counted_for_itself(client, rates):
    rates(token_obtain="1/min")
    answers = [client.post("/token/", {}, REMOTE_ADDR=f"192.0.2.{n}") for n in (1, 2, 1)]
    assert [answer.status_code for answer in answers] == [400, 400, 429]


def post(view, count):
    factory = APIRequestFactory()
    return [view(factory.post("/", {}, format="json")).status_code for _ in range(count)]


@pytest.mark.parametrize("rated", [True, False])
def test_scoped_throttle_of_the_project_is_not_doubled_and_not_upset(monkeypatch, rates, rated):
    rates(**({"token_obtain": "2/min"} if rated else {}))
    # DRF reads the rates once, at import.
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", rest_settings.DEFAULT_THROTTLE_RATES)
    view = views.TokenObtainPairView.as_view(throttle_classes=[ScopedRateThrottle])
    assert post(view, 3) == ([400, 400, 429] if rated else [400, 400, 400])


def test_scoped_throttle_of_another_attribute_does_not_replace_ours(rates):
    class BurstThrottle(ScopedRateThrottle):
        scope_attr = "burst_scope"

    rates(token_obtain="1/min")
    view = views.TokenObtainPairView.as_view(throttle_classes=[BurstThrottle])
    assert post(view, 2) == [400, 429]


def test_other_throttles_of_the_project_stay(monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "rate", "1/min", raising=False)
    view = views.TokenObtainPairView.as_view(throttle_classes=[AnonRateThrottle])
    assert post(view, 2) == [400, 429]


def test_check_of_the_rates_knows_every_scope():
    assert set(THROTTLE_SCOPES) == set(SCOPES.values())


def test_subclass_may_have_a_scope_of_its_own(rates):
    class CarefulView(views.TokenObtainPairView):
        throttle_scope = "careful"

    rates(careful="1/min")
    assert post(CarefulView.as_view(), 2) == [400, 429]
