"""What a request costs in round trips to the database."""

from __future__ import annotations

import pytest


@pytest.fixture
def without_app(settings):
    settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if "blacklist" not in app]


def test_login_takes_one_round_trip(login, user, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert login().status_code == 201


def test_authentication_takes_two_round_trips(whoami, token, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert whoami(token).status_code == 200


@pytest.mark.parametrize("path", ["/api-token-verify/", "/api-token-refresh/"])
def test_token_view_takes_two_round_trips(client, token, path, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert client.post(path, {"token": token}).status_code == 201


@pytest.mark.usefixtures("without_app")
def test_authentication_without_the_app_takes_one_round_trip(
    whoami, token, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert whoami(token).status_code == 200


def test_blacklisting_takes_five_round_trips(blacklist, token, django_assert_num_queries):
    with django_assert_num_queries(5):
        assert blacklist(token).status_code == 201


@pytest.mark.parametrize("token", ["x", "e30.e30.AA", "a.b.c"])
def test_garbage_takes_no_round_trip(whoami, db, token, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert whoami(token).status_code == 401
