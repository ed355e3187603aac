"""What is called and sent when a login succeeds or fails."""

from __future__ import annotations

import pytest
from django.contrib import auth
from django.contrib.auth import get_user_model, user_logged_in, user_login_failed
from django.db import connection
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed

from ferrojwt.drf.serializers import TokenObtainPairSerializer

CALLS = []
PATHS = pytest.mark.parametrize("path", ["/token/", "/token/sliding/"])

pytestmark = pytest.mark.django_db


def record(*arguments):
    CALLS.append(arguments)


def record_in_the_database(credentials, _request):
    get_user_model().objects.create(username=f"failed-{credentials['username']}")


@pytest.fixture(autouse=True)
def calls():
    CALLS.clear()
    return CALLS


@pytest.fixture
def login(client, user, password):
    def call(path="/token/", **changes):
        return client.post(path, {"username": user.username, "password": password, **changes})

    return call


@PATHS
def test_success_is_reported_where_the_last_login_is_recorded(login, user, settings, calls, path):
    settings.SIMPLE_JWT = {"UPDATE_LAST_LOGIN": True, "ON_LOGIN_SUCCESS": f"{__name__}.record"}
    assert login(path).status_code == 200
    ((reported, request),) = calls
    assert (reported, request.path) == (user, path)


@PATHS
def test_success_is_not_reported_otherwise(login, settings, calls, path):
    settings.SIMPLE_JWT = {"ON_LOGIN_SUCCESS": f"{__name__}.record"}
    login(path)
    assert calls == []


@PATHS
def test_last_login_is_recorded_by_default_on_success(login, user, settings, path):
    settings.SIMPLE_JWT = {"UPDATE_LAST_LOGIN": True}
    login(path)
    user.refresh_from_db()
    assert user.last_login is not None


@PATHS
def test_failure_is_reported_without_the_password(login, settings, calls, path):
    settings.SIMPLE_JWT = {"ON_LOGIN_FAILED": f"{__name__}.record"}
    assert login(path, password="wrong").status_code == 401
    ((credentials, request),) = calls
    assert credentials == {"username": "alice", "password": "*" * 20}
    assert request.path == path


SECRETS = ["api_user", "one_time_TOKEN", "keyfob", "secret_answer", "old_password", "signature"]


class ExtendedSerializer(TokenObtainPairSerializer):
    """Takes other things beside the password, as projects' own serializers do."""

    def get_fields(self):
        more = {name: serializers.CharField() for name in (*SECRETS, "device")}
        return {**super().get_fields(), **more}


def test_failure_is_reported_without_whatever_django_masks(user, settings, calls):
    settings.SIMPLE_JWT = {"ON_LOGIN_FAILED": f"{__name__}.record"}
    sent = {
        "username": "alice",
        "password": "wrong",
        "device": "phone",
        **dict.fromkeys(SECRETS, "x"),
    }
    with pytest.raises(AuthenticationFailed):
        ExtendedSerializer(data=sent).is_valid()
    ((credentials, _request),) = calls
    assert credentials == auth._clean_credentials(dict(sent))
    assert credentials["device"] == "phone"


def test_hooks_get_no_request_from_a_serializer_without_one(user, settings, calls):
    settings.SIMPLE_JWT = {"ON_LOGIN_FAILED": f"{__name__}.record"}
    serializer = TokenObtainPairSerializer(data={"username": "alice", "password": "wrong"})
    with pytest.raises(Exception, match="No active account"):
        serializer.is_valid()
    assert calls[0][1] is None


@pytest.mark.django_db(transaction=True)
def test_what_a_failure_records_survives_the_rollback_of_atomic_requests(
    login, settings, monkeypatch
):
    settings.SIMPLE_JWT = {"ON_LOGIN_FAILED": f"{__name__}.record_in_the_database"}
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    assert login(password="wrong").status_code == 401
    assert get_user_model().objects.filter(username="failed-alice").exists()


@PATHS
@pytest.mark.parametrize("asked", [True, False])
def test_signal_of_a_login_is_sent_when_asked_for(login, user, settings, path, asked):
    settings.SIMPLE_JWT = {"SEND_USER_LOGGED_IN": asked}
    received = []

    def receiver(sender, request, user, **_):
        received.append((sender, request.path, user))

    user_logged_in.connect(receiver)
    try:
        login(path)
    finally:
        user_logged_in.disconnect(receiver)
    assert received == ([(type(user), path, user)] if asked else [])


def test_signal_of_a_failed_login_is_djangos(login):
    received = []

    def receiver(sender, credentials, request, **_):
        received.append((credentials["username"], request.path))

    user_login_failed.connect(receiver)
    try:
        login(password="wrong")
    finally:
        user_login_failed.disconnect(receiver)
    assert received == [("alice", "/token/")]
