"""The same request, sent to simplejwt and to us, is answered in the same way."""

from __future__ import annotations

import json

import pytest

import ferrojwt
from tests.core import forge
from tests.drf import minted
from tests.drf.minted import ABSENT

upstream = pytest.importorskip(
    "rest_framework_simplejwt.serializers",
    reason="djangorestframework-simplejwt, whose answers ours are compared with, is not installed",
)

pytestmark = [pytest.mark.urls("tests.drf.upstream_urls"), pytest.mark.django_db]

PAST = 1_000_000_000
CREDENTIALS = {"username": "alice", "password": "correct horse battery staple"}

OBTAIN = {
    "wrong-password": {**CREDENTIALS, "password": "wrong"},
    "unknown-user": {**CREDENTIALS, "username": "nobody"},
    "inactive-user": {**CREDENTIALS, "username": "bob"},
    "nothing": {},
    "no-password": {"username": "alice"},
    "blank": {"username": "", "password": ""},
    "null": {"username": None, "password": None},
    "number": {"username": 1, "password": 2},
    "wrong-types": {"username": [], "password": True},
    "nul": {"username": "a\0", "password": "b\0"},
    "surrogate": {"username": "\ud800", "password": "\ud800"},
    "list": [],
    "string": "a",
    "number-alone": 1,
}

TOKENS = {
    "good-access": minted.access,
    "good-refresh": minted.refresh,
    "empty": lambda: "",
    "garbage": lambda: "garbage",
    "three-dots": lambda: "...",
    "bad-signature": lambda: minted.refresh()[:-4] + "AAAA",
    "other-key": lambda: forge.token(minted.claims("refresh"), key="k" * 64),
    "alg-none": lambda: minted.token(minted.claims("refresh"), {"alg": "none"}),
    "alg-unknown": lambda: minted.token(minted.claims("refresh"), {"alg": "XS256"}),
    "alg-missing": lambda: minted.token(minted.claims("refresh"), {}),
    "payload-list": lambda: minted.token(b"[]"),
    "no-claims": lambda: minted.token({}),
    "expired-access": lambda: minted.access(exp=PAST),
    "expired-refresh": lambda: minted.refresh(exp=PAST),
    "exp-not-a-number": lambda: minted.refresh(exp="tomorrow"),
    "iat-in-future": lambda: minted.refresh(iat=minted.FAR),
    "nbf-in-future": lambda: minted.refresh(nbf=minted.FAR),
    "sub-not-str": lambda: minted.refresh(sub=1),
    "jti-not-str": lambda: minted.refresh(jti=1),
    "aud-unasked": lambda: minted.refresh(aud="anybody"),
    "no-exp": lambda: minted.refresh(exp=ABSENT),
    "no-type": lambda: minted.refresh(token_type=ABSENT),
    "type-unknown": lambda: minted.refresh(token_type="sliding"),
    "type-not-str": lambda: minted.refresh(token_type=["refresh"]),
    "no-jti-refresh": lambda: minted.refresh(jti=ABSENT),
    "no-jti-access": lambda: minted.access(jti=ABSENT),
    "no-user-refresh": lambda: minted.refresh(user_id=ABSENT),
    "no-user-access": lambda: minted.access(user_id=ABSENT),
    "integer-user-refresh": lambda: minted.refresh(user_id=1),
    "integer-user-access": lambda: minted.access(user_id=1),
    "unknown-user-access": lambda: minted.access(user_id="424242"),
    "inactive-user-access": lambda: minted.access(user_id="2"),
    "inactive-user-refresh": lambda: minted.refresh(user_id="2"),
}

BODIES = [b"", b"{", b"[]", b"null", b'"a"', b"{}", b'{"refresh": null, "token": null}']
BODIES += [b'{"refresh": [], "token": {}}', b'{"refresh": "", "token": ""}']
BODIES += [b'{"refresh": "\\ud800", "token": "\\u0000"}', b'{"refresh": 1, "token": 1}']

HEADERS = [None, "", " ", "Bearer", "Bearer a", "Bearer a b", "Bearer  a", "Basic a", "Token"]
HEADERS += ["JWT a", "Bearer \u00e9", "Bearer a\tb", "Bearer\ta", "Bearera b", b"Bearer \xff"]

SLIDING = {
    "good": minted.sliding,
    "refresh-token": minted.refresh,
    "garbage": lambda: "garbage",
    "expired": lambda: minted.sliding(exp=PAST),
    "no-exp": lambda: minted.sliding(exp=ABSENT),
    "refresh-passed": lambda: minted.sliding(refresh_exp=PAST),
    "no-refresh-exp": lambda: minted.sliding(refresh_exp=ABSENT),
    "no-user": lambda: minted.sliding(user_id=ABSENT),
    "own-claim": lambda: minted.sliding(role="editor"),
}

TOKEN_VIEWS = ["token/", "token/refresh/", "token/verify/"]
TOKEN_VIEWS += ["token/sliding/", "token/sliding/refresh/"]


@pytest.fixture(autouse=True)
def users(user, inactive_user):
    """Users 1 and 2."""
    type(user).objects.filter(pk=user.pk).update(id=1)
    type(user).objects.filter(pk=inactive_user.pk).update(id=2)


def comparable(response):
    """What must be equal: tokens are compared by their claims, less what is random or the time."""
    body = response.content and json.loads(response.content)
    if response.status_code == 200 and isinstance(body, dict):
        body = {name: fixed_claims(value) for name, value in body.items()}
    return {
        "status": response.status_code,
        "body": body,
        "order": list(body) if isinstance(body, dict) else None,
        # What ours adds to it has tests of its own.
        "challenge": response.headers.get("WWW-Authenticate", "").partition(", error=")[0],
        "type": response.headers.get("Content-Type"),
    }


def fixed_claims(value):
    if not isinstance(value, str) or value.count(".") != 2:
        return value
    header = ferrojwt.get_unverified_header(value)
    claims = json.loads(forge.payload_bytes(value))
    names = list(claims)
    lifetime = claims.get("exp", 0) - claims.get("iat", 0)
    kept = {name: claims[name] for name in names if name not in ("exp", "iat", "jti")}
    return header, names, kept, round(lifetime / 5)


def assert_same(send):
    assert comparable(send("ours")) == comparable(send("theirs"))


@pytest.mark.parametrize("name", OBTAIN)
def test_refused_credentials(client, name):
    body = json.dumps(OBTAIN[name])
    assert_same(lambda side: client.post(f"/{side}/token/", body, content_type="application/json"))


def test_accepted_credentials(client):
    assert_same(lambda side: client.post(f"/{side}/token/", CREDENTIALS))


@pytest.mark.parametrize("name", OBTAIN)
def test_refused_credentials_for_a_sliding_token(client, name):
    body = json.dumps(OBTAIN[name])
    path = "token/sliding/"
    assert_same(lambda side: client.post(f"/{side}/{path}", body, content_type="application/json"))


def test_accepted_credentials_for_a_sliding_token(client):
    assert_same(lambda side: client.post(f"/{side}/token/sliding/", CREDENTIALS))


@pytest.mark.parametrize("name", SLIDING)
def test_sliding_tokens_to_refresh(client, name):
    token = SLIDING[name]()
    assert_same(lambda side: client.post(f"/{side}/token/sliding/refresh/", {"token": token}))


@pytest.mark.parametrize("view", TOKEN_VIEWS)
@pytest.mark.parametrize("body", BODIES)
def test_bodies(client, view, body):
    assert_same(lambda side: client.post(f"/{side}/{view}", body, content_type="application/json"))


@pytest.mark.parametrize("view", TOKEN_VIEWS)
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "head", "options"])
def test_methods(client, view, method):
    def send(side):
        response = getattr(client, method)(f"/{side}/{view}")
        if method == "options":
            # It describes the view in the words of its own docstring, and the field that is ours.
            described = response.json()
            del described["description"]
            if (side, view) == ("ours", "token/verify/"):
                del described["actions"]["POST"]["token_type"]
            response.content = json.dumps(described)
        return response

    assert_same(send)


@pytest.mark.parametrize("view", TOKEN_VIEWS)
def test_plain_text(client, view):
    assert_same(lambda side: client.post(f"/{side}/{view}", "x", content_type="text/plain"))


@pytest.mark.parametrize("name", TOKENS)
def test_tokens_to_refresh(client, name):
    token = TOKENS[name]()
    assert_same(lambda side: client.post(f"/{side}/token/refresh/", {"refresh": token}))


@pytest.mark.parametrize("name", TOKENS)
def test_tokens_to_verify(client, name):
    token = TOKENS[name]()
    assert_same(lambda side: client.post(f"/{side}/token/verify/", {"token": token}))


@pytest.mark.parametrize("name", TOKENS)
def test_tokens_in_a_header(client, name):
    header = f"Bearer {TOKENS[name]()}"
    assert_same(lambda side: client.get(f"/{side}/whoami/", HTTP_AUTHORIZATION=header))


@pytest.mark.parametrize("header", HEADERS)
def test_headers(client, header):
    headers = {} if header is None else {"HTTP_AUTHORIZATION": header}
    assert_same(lambda side: client.get(f"/{side}/whoami/", **headers))


@pytest.mark.parametrize("name", ["good-refresh", "no-user-refresh", "good-access"])
def test_rotation(client, settings, monkeypatch, name):
    settings.SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True}
    monkeypatch.setattr(upstream.api_settings, "ROTATE_REFRESH_TOKENS", True)
    token = TOKENS[name]()
    assert_same(lambda side: client.post(f"/{side}/token/refresh/", {"refresh": token}))


@pytest.mark.parametrize(("issuer", "reader"), [("ours", "theirs"), ("theirs", "ours")])
def test_tokens_of_one_are_good_for_the_other(client, issuer, reader):
    pair = client.post(f"/{issuer}/token/", CREDENTIALS).json()
    statuses = [
        client.get(f"/{reader}/whoami/", HTTP_AUTHORIZATION=f"Bearer {pair['access']}").status_code,
        client.post(f"/{reader}/token/refresh/", {"refresh": pair["refresh"]}).status_code,
        client.post(f"/{reader}/token/verify/", {"token": pair["access"]}).status_code,
    ]
    assert statuses == [200, 200, 200]
