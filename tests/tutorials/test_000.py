"""Tutorial 000: tokens by hand, and a class that reads them in Django REST framework."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from freezegun import freeze_time
from rest_framework.decorators import api_view, authentication_classes

import ferrojwt as jwt
from ferrojwt.drf.authentication import JWTAuthentication
from tests.core import forge
from tests.core.forge import KEY
from tests.drf import minted

# What a client may send where a token is expected.
NO_TOKEN = [None, "", "Bearer", "Bearer ", "Bearer a b", "garbage", "Bearer garbage", "Bearer ..."]


def test_encode_signs_with_hs256_by_default():
    assert forge.header_bytes(jwt.encode({"id": 1}, KEY)) == b'{"alg":"HS256","typ":"JWT"}'


def test_claims_of_ones_own_come_back():
    claims = {"id": 7, "username": "alice"}
    assert jwt.decode(jwt.encode(claims, KEY), KEY, algorithms=["HS256"]) == claims


def test_log_in_by_hand_answers_a_token_with_the_claims(client, user, password):
    credentials = {"username": user.username, "password": password}
    token = client.post("/login/", credentials).json()["token"]
    claims = jwt.decode(token, "", algorithms=["HS256"], options={"verify_signature": False})
    assert claims == {"id": user.pk, "username": user.username}


@pytest.mark.parametrize("path", ["/protected/", "/guarded/"])
def test_token_without_expiry_opens_nothing(user, ask, path):
    endless = minted.access(user_id=str(user.pk), exp=minted.ABSENT)
    response = ask(path, endless)
    assert (response.status_code, response.json()["code"]) == (401, "token_not_valid")
    assert ask(path, minted.access(user_id=str(user.pk))).status_code == 200


@pytest.mark.parametrize(
    ("token", "handler"),
    [
        (forge.token({"exp": 1}), "ExpiredSignatureError"),
        (forge.token({}, key="another"), "DecodeError"),
        ("garbage", "DecodeError"),
        (forge.token({"nbf": 4_000_000_000}), "InvalidTokenError"),
    ],
    ids=["expired", "forged", "malformed", "too early"],
)
def test_exception_reaches_its_handler(token, handler):
    def caught():
        try:
            jwt.decode(token, KEY, algorithms=["HS256"])
        except jwt.ExpiredSignatureError:
            return "ExpiredSignatureError"
        except jwt.DecodeError:
            return "DecodeError"
        except jwt.InvalidTokenError:
            return "InvalidTokenError"
        return None

    assert caught() == handler


@pytest.mark.parametrize("header", NO_TOKEN)
@pytest.mark.parametrize("path", ["/guarded/", "/protected/"])
@pytest.mark.usefixtures("db")
def test_header_without_a_token_is_401(ask, path, header):
    response = ask(path, header=header)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith('Bearer realm="api"')


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_utcnow_is_utc_whatever_the_local_time_zone(monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        token = jwt.encode({"exp": datetime.utcnow() + timedelta(days=1)}, KEY)  # noqa: DTZ003
    finally:
        monkeypatch.undo()
        time.tzset()
    expires = jwt.decode(token, KEY, algorithms=["HS256"])["exp"]
    assert abs(expires - time.time() - 86_400) < 60


def test_client_whose_token_has_expired_refreshes_and_retries(client, pair, ask):
    with freeze_time(timedelta(hours=1)):
        assert ask("/protected/", pair["access"]).status_code == 401
        answer = client.post("/accounts/token/refresh/", {"refresh": pair["refresh"]})
        assert ask("/protected/", answer.json()["access"]).status_code == 200


def test_expired_access_token_refreshes_nothing(client, pair):
    with freeze_time(timedelta(hours=1)):
        answer = client.post("/accounts/token/refresh/", {"refresh": pair["access"]})
    assert answer.status_code == 401


def test_authentication_classes_above_api_view_are_a_type_error():
    def view(request):
        """Answer nothing."""

    assert callable(api_view(["GET"])(authentication_classes([JWTAuthentication])(view)))
    with pytest.raises(TypeError, match="must come after"):
        authentication_classes([JWTAuthentication])(api_view(["GET"])(view))


def test_view_may_decide_by_is_authenticated(pair, user, ask):
    granted, turned_away = ask("/decides-itself/", pair["access"]), ask("/decides-itself/")
    assert (granted.status_code, granted.json()) == (200, {"granted": user.pk})
    assert (turned_away.status_code, turned_away.json()) == (401, {"granted": None})


@pytest.mark.usefixtures("db")
def test_bad_token_is_challenged_before_the_view_decides(ask):
    response = ask("/decides-itself/", "garbage")
    assert response.status_code == 401
    assert 'error="invalid_token"' in response["WWW-Authenticate"]


def test_bearer_is_the_scheme(pair, ask):
    assert ask("/protected/", header=f"Bearer {pair['access']}").status_code == 200


@pytest.mark.parametrize(
    "token", [forge.token({"exp": 1}), forge.token({}, key="another")], ids=["expired", "forged"]
)
def test_decode_returns_claims_or_raises(token):
    assert jwt.decode(forge.token({"id": 1}), KEY, algorithms=["HS256"]) == {"id": 1}
    with pytest.raises(jwt.InvalidTokenError):
        jwt.decode(token, KEY, algorithms=["HS256"])
