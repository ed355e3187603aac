"""Whatever a stranger sends: a 4xx with a JSON body, never a 5xx."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from conftest import Forge
    from django.http import HttpResponse
    from django.test import Client

    from accounts.models import User

pytestmark = pytest.mark.django_db

MEGABYTE = 2**20
DEEP = 100_000
PAYLOAD = b'{"token_type":"access","exp":9999999999,"jti":"x","user_id":"1"}'

LOG_IN, REFRESH, VERIFY = "/api/token/", "/api/token/refresh/", "/api/token/verify/"
POST_ENDPOINTS = [LOG_IN, REFRESH, VERIFY, "/api/register/"]


def compact(header: bytes, payload: bytes = PAYLOAD) -> str:
    """Return a token whose HS256 signature is right, whatever the header and payload are."""
    signing_input = b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in (header, payload))
    signature = hmac.digest(settings.SECRET_KEY.encode(), signing_input, hashlib.sha256)
    return (signing_input + b"." + urlsafe_b64encode(signature).rstrip(b"=")).decode()


def get_protected(client: Client, authorization: str | None) -> HttpResponse:
    headers = {} if authorization is None else {"authorization": authorization}
    return client.get("/api/protected/", headers=headers)


def post(client: Client, path: str, **body: Any) -> HttpResponse:
    return client.post(path, body, "application/json")


def assert_refused(response: HttpResponse, *statuses: int) -> None:
    assert response.status_code in statuses, response.content[:200]
    assert response["Content-Type"] == "application/json"
    assert isinstance(json.loads(response.content), dict)


HEADERS = {
    "no header": None,
    "empty": "",
    "blank": " ",
    "wrong scheme": "Basic dXNlcjpwdw==",
    "scheme only": "Bearer",
    "scheme and a space": "Bearer ",
    "three parts": "Bearer a b",
    "Latin-1 token": "Bearer caf\xe9",
    "Latin-1 scheme": "B\xe9arer token",
    "bytes of no character": "Bearer \x80\xff",
    "beyond Latin-1": "Bearer \u20ac",
    "scheme beyond Latin-1": "\u20ac token",
    "lone surrogate": "Bearer \ud800",
    "NUL": "Bearer \0",
    "1 MB token": f"Bearer {'a' * MEGABYTE}",
    "1 MB scheme": "B" * MEGABYTE,
    "half a million parts": "a " * (MEGABYTE // 2),
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_authorization_header_is_refused(client: Client, header: str | None) -> None:
    assert_refused(get_protected(client, header), 401)


GARBAGE = {
    "one segment": "a",
    "two segments": "a.b",
    "four segments": "a.b.c.d",
    "empty segments": "..",
    "not base64": "!.!.!",
    "not ASCII": "\xe9.\xe9.\xe9",
    "1 MB segment": "a" * MEGABYTE,
    "1 MB of separators": "." * MEGABYTE,
    "header not JSON": compact(b"header"),
    "header not UTF-8": compact(b'{"alg":"HS256\xff"}'),
    "header a list": compact(b'["HS256"]'),
    "header null": compact(b"null"),
    "header nested": compact(b'{"alg":"HS256","x":' + b"[" * DEEP + b"]" * DEEP + b"}"),
    "header of open brackets": compact(b"[" * DEEP),
    "alg missing": compact(b'{"typ":"JWT"}'),
    "alg none": compact(b'{"alg":"none"}'),
    "alg None": compact(b'{"alg":"None"}'),
    "alg none, no signature": compact(b'{"alg":"none"}').rpartition(".")[0] + ".",
    "alg unknown": compact(b'{"alg":"HS1"}'),
    "alg asymmetric": compact(b'{"alg":"RS256"}'),
    "alg null": compact(b'{"alg":null}'),
    "alg a number": compact(b'{"alg":256}'),
    "alg a list": compact(b'{"alg":["HS256"]}'),
    "unknown crit": compact(b'{"alg":"HS256","crit":["x"],"x":1}'),
    "kid an object": compact(b'{"alg":"HS256","kid":{}}'),
    "payload a list": compact(b'{"alg":"HS256"}', b"[]"),
    "payload a string": compact(b'{"alg":"HS256"}', b'"claims"'),
    "payload a number": compact(b'{"alg":"HS256"}', b"1"),
    "payload null": compact(b'{"alg":"HS256"}', b"null"),
    "payload empty": compact(b'{"alg":"HS256"}', b""),
    "payload not JSON": compact(b'{"alg":"HS256"}', b"claims"),
    "payload not UTF-8": compact(b'{"alg":"HS256"}', b'{"exp":"\xff"}'),
    "payload nested": compact(b'{"alg":"HS256"}', b'{"x":' + b"[" * DEEP + b"]" * DEEP + b"}"),
    "wrong signature": compact(b'{"alg":"HS256"}')[:-10] + "A" * 10,
}
garbage = pytest.mark.parametrize("token", GARBAGE.values(), ids=GARBAGE)


@garbage
def test_malformed_token_in_the_header_is_refused(client: Client, token: str) -> None:
    assert_refused(get_protected(client, f"Bearer {token}"), 401)


@garbage
def test_malformed_token_is_not_refreshed(client: Client, token: str) -> None:
    assert_refused(post(client, REFRESH, refresh=token), 401)


@garbage
def test_malformed_token_is_not_verified(client: Client, token: str) -> None:
    assert_refused(post(client, VERIFY, token=token), 401)


# Correctly signed, so only an old or careless issuer that shares the key can make them.
WRONG_USER = {
    "user_id text": {"user_id": "abc"},
    "user_id empty": {"user_id": ""},
    "user_id null": {"user_id": None},
    "user_id a list": {"user_id": [1]},
    "user_id an object": {"user_id": {"id": 1}},
    "user_id NUL": {"user_id": "\0"},
    "user_id a surrogate": {"user_id": "\ud800"},
    "user_id beyond 64 bits": {"user_id": 10**30},
    "user_id of 5000 digits": {"user_id": "9" * 5000},
    "user_id infinite": {"user_id": float("inf")},
    "user_id of nobody": {"user_id": "0"},
}
WRONG_CLAIMS = {
    "no exp": {"exp": ...},
    "exp null": {"exp": None},
    "exp text": {"exp": "tomorrow"},
    "exp a list": {"exp": []},
    "exp an object": {"exp": {}},
    "exp past": {"exp": 1},
    "exp negative": {"exp": -(10**30)},
    "no jti": {"jti": ...},
    "jti a number": {"jti": 1},
    "no token_type": {"token_type": ...},
    "token_type a list": {"token_type": []},
    "iat text": {"iat": "now"},
    "iat in the future": {"iat": 10**12},
    "nbf in the future": {"nbf": 10**12},
    "sub a number": {"sub": 1},
}
FAR_EXPIRY = {
    "first second after year 9999": 253402300800,
    "year 30 billion": 10**18,
    "beyond 64 bits": 10**30,
    "float": 1e30,
}
wrong_user = pytest.mark.parametrize("claims", WRONG_USER.values(), ids=WRONG_USER)
wrong_claims = pytest.mark.parametrize("claims", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS)
far_expiry = pytest.mark.parametrize("exp", FAR_EXPIRY.values(), ids=FAR_EXPIRY)


@wrong_user
def test_signed_token_without_a_user_opens_nothing(
    client: Client, user: User, forge: Forge, claims: dict[str, Any]
) -> None:
    assert_refused(get_protected(client, f"Bearer {forge('access', user, **claims)}"), 401)


@wrong_user
def test_signed_token_without_a_user_is_not_refreshed(
    client: Client, user: User, forge: Forge, claims: dict[str, Any]
) -> None:
    assert_refused(post(client, REFRESH, refresh=forge("refresh", user, **claims)), 401)


def test_signed_token_without_user_id_opens_nothing(
    client: Client, user: User, forge: Forge
) -> None:
    response = get_protected(client, f"Bearer {forge('access', user, user_id=...)}")
    assert_refused(response, 401)


@wrong_claims
def test_signed_token_with_wrong_claims_opens_nothing(
    client: Client, user: User, forge: Forge, claims: dict[str, Any]
) -> None:
    assert_refused(get_protected(client, f"Bearer {forge('access', user, **claims)}"), 401)


@wrong_claims
def test_signed_token_with_wrong_claims_is_not_refreshed(
    client: Client, user: User, forge: Forge, claims: dict[str, Any]
) -> None:
    assert_refused(post(client, REFRESH, refresh=forge("refresh", user, **claims)), 401)


@far_expiry
def test_far_expiry_opens_nothing(client: Client, user: User, forge: Forge, exp: float) -> None:
    response = get_protected(client, f"Bearer {forge('access', user, exp=exp)}")
    assert_refused(response, 401)


@far_expiry
def test_far_expiry_is_not_refreshed(client: Client, user: User, forge: Forge, exp: float) -> None:
    response = post(client, REFRESH, refresh=forge("refresh", user, exp=exp))
    assert_refused(response, 401)


@far_expiry
def test_far_expiry_is_not_verified(client: Client, user: User, forge: Forge, exp: float) -> None:
    response = post(client, VERIFY, token=forge("access", user, exp=exp))
    assert_refused(response, 401)


BODIES = {
    "empty": b"",
    "not JSON": b"token=abc",
    "cut off": b'{"token": "abc',
    "list": b"[]",
    "text": b'"abc"',
    "number": b"1",
    "null": b"null",
    "NaN": b'{"token": NaN}',
    "integer of 5000 digits": b'{"token": ' + b"9" * 5000 + b"}",
    "not UTF-8": b'{"token": "\xff"}',
    "UTF-16": '{"token": "abc"}'.encode("utf-16"),
    "nested": b'{"token": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "open brackets": b"[" * DEEP,
    "open objects": b'{"a":' * DEEP,
}


@pytest.mark.parametrize("path", POST_ENDPOINTS)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_body_that_is_no_json_object_is_refused(client: Client, path: str, body: bytes) -> None:
    assert_refused(client.post(path, body, "application/json"), 400)


@pytest.mark.parametrize("path", POST_ENDPOINTS)
@pytest.mark.parametrize("media_type", ["application/json", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize(
    "charset",
    ["punycode", "idna", "utf-16", "unicode_escape", "undefined", "zlib", "rot13", "\xff"],
)
def test_charset_changes_nothing(client: Client, path: str, media_type: str, charset: str) -> None:
    body = b"a=b&%zz" if "form" in media_type else b"{}"
    # Not post(), which writes the body anew in that charset.
    assert_refused(client.generic("POST", path, body, f"{media_type}; charset={charset}"), 400)


VALUES = {
    "null": None,
    "empty": "",
    "true": True,
    "list": ["a"],
    "object": {"a": "b"},
    "NUL": "a\0b",
    "lone surrogate": "\ud800",
}
FIELDS = [
    (LOG_IN, "email"),
    (LOG_IN, "password"),
    ("/api/register/", "email"),
    ("/api/register/", "password"),
    (REFRESH, "refresh"),
    (VERIFY, "token"),
]


@pytest.mark.parametrize(("path", "field"), FIELDS)
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_field_that_is_no_text_is_refused(
    client: Client, path: str, field: str, value: Any
) -> None:
    sound = {"email": "user@example.com", "password": "a-rather-odd-phrase"}
    assert_refused(post(client, path, **{**sound, field: value}), 400)


@pytest.mark.parametrize("path", POST_ENDPOINTS)
@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "json",
        "/",
        "application/json/x",
    ],
)
def test_body_that_is_not_declared_json_is_415(
    client: Client, path: str, content_type: str
) -> None:
    assert_refused(client.post(path, b'{"token": "abc"}', content_type), 415)


def test_body_within_the_limit_is_read(client: Client) -> None:
    padding = settings.DATA_UPLOAD_MAX_MEMORY_SIZE - len('{"token":""}')
    body = b'{"token":"%s"}' % (b"a" * padding)
    assert_refused(client.post(VERIFY, body, "application/json"), 401)


def test_body_over_the_limit_is_refused(client: Client) -> None:
    body = b'{"token":"%s"}' % (b"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    assert_refused(client.post(VERIFY, body, "application/json"), 400)


@pytest.mark.parametrize("accept", ["", "garbage", ";", "*/", "a/b;q=x", ",,,", "\xff", "*/*;;;"])
def test_malformed_accept_header_is_no_crash(client: Client, accept: str) -> None:
    response = client.get("/api/public/", headers={"accept": accept})
    assert response.status_code in {200, 406}
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("query", ["?format=xml", "?format=%00", "?format=%ff"])
def test_unknown_format_is_404(client: Client, query: str) -> None:
    assert_refused(client.get(f"/api/public/{query}"), 404)
