"""What was found open in drf-jwt, each shut."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import uuid
from datetime import datetime, timedelta, timezone

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from freezegun import freeze_time

import ferrojwt
from ferrojwt.legacy import utils
from ferrojwt.legacy.blacklist.models import BlacklistedToken
from ferrojwt.legacy.blacklist.spelling import spellings
from tests.core import keys

TOKEN_VIEWS = ("/api-token-verify/", "/api-token-refresh/")


@pytest.fixture
def text_keyed(settings):
    """A blacklist that knows tokens by their texts only."""
    settings.JWT_AUTH = {"JWT_TOKEN_ID": "off"}


@pytest.mark.parametrize("token", ["e30.e30.AA", "e30.e30.", "eyJhbGciOlsiSFMyNTYiXX0.e30.AA"])
def test_header_without_alg_answers_401(whoami, db, token):
    response = whoami(token)
    assert (response.status_code, response.json()) == (401, {"detail": "Invalid token."})


@pytest.mark.parametrize("path", TOKEN_VIEWS)
def test_header_without_alg_in_a_body_answers_400(client, db, path):
    response = client.post(path, {"token": "e30.e30.AA"})
    assert (response.status_code, response.json()["non_field_errors"]) == (400, ["Invalid token."])


def test_strangers_do_not_list_revocations(client, blacklist, token, stranger):
    blacklist(token)
    response = client.get("/blacklist/", **stranger)
    assert response.status_code == 405
    assert token not in response.content.decode()


@pytest.mark.parametrize("method", ["get", "delete", "put", "patch"])
def test_strangers_do_not_see_change_or_delete_revocations(
    client, whoami, blacklist, token, stranger, method
):
    blacklist(token)
    row = BlacklistedToken.objects.get()
    response = getattr(client, method)(f"/blacklist/{row.pk}/", {"token": "x"}, **stranger)
    assert response.status_code == 404
    assert whoami(token).status_code == 403


@pytest.fixture
def stranger(other_user):
    token = utils.jwt_encode_payload(utils.jwt_create_payload(other_user))
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}


@pytest.mark.parametrize("path", [None, *TOKEN_VIEWS])
def test_appended_padding_does_not_escape_a_text_keyed_blacklist(
    text_keyed, client, whoami, blacklist, signed, path
):
    token = signed(jti=None)
    assert whoami(token + "=").status_code == 200
    assert blacklist(token).status_code == 201
    if path is None:
        assert whoami(token + "=").status_code == 403
    else:
        response = client.post(path, {"token": token + "="})
        assert response.json() == {"non_field_errors": ["Token is blacklisted."]}
    assert BlacklistedToken.objects.get().token == token


def test_row_with_a_padded_text_blocks_the_bare_token(text_keyed, whoami, blacklist, signed):
    token = signed(jti=None)
    blacklist(token + "=")
    assert BlacklistedToken.objects.get().token == token + "="
    assert whoami(token).status_code == 403


@pytest.mark.parametrize("algorithm", [*keys.ALGORITHMS, "HS256"])
def test_no_other_spelling_of_a_token_escapes_a_text_keyed_blacklist(
    settings, whoami, blacklist, signed, algorithm
):
    """ECDSA has two: (r, n - s) is as good a signature as (r, s)."""
    key = keys.PRIVATE.get(algorithm, settings.SECRET_KEY)
    settings.JWT_AUTH = {
        "JWT_TOKEN_ID": "off",
        "JWT_ALGORITHM": algorithm,
        "JWT_PRIVATE_KEY": key,
        "JWT_PUBLIC_KEY": keys.PUBLIC.get(algorithm),
    }
    token = signed(key=key, algorithm=algorithm, jti=None)
    texts = spellings(token)
    signatures = {ferrojwt.utils.base64url_decode(text.rpartition(".")[2]) for text in texts}
    assert len(signatures) == (2 if algorithm in keys.EC_ALGORITHMS else 1)
    assert {whoami(text).status_code for text in texts} == {200}
    blacklist(texts[-1])
    assert {whoami(text).status_code for text in texts} == {403}


@pytest.mark.parametrize("text", ["", "stale_token", "a.b.c", "e30.e30.AA", "...", "\ud800.x.y"])
def test_text_that_is_no_token_is_spelled_as_it_is(text):
    assert spellings(text)[0] == text


@pytest.mark.parametrize("claim", ["jti", "orig_jti"])
@pytest.mark.parametrize("value", ["abc", "1", "g" * 32])
def test_id_that_is_no_uuid_answers_4xx(client, whoami, signed, claim, value):
    token = signed(**{claim: value})
    assert (whoami(token).status_code, whoami(token).json()["detail"]) == (401, "Invalid token.")
    for path in TOKEN_VIEWS:
        response = client.post(path, {"token": token})
        assert (response.status_code, response.json()) == (
            400,
            {"non_field_errors": ["Invalid token."]},
        )


@pytest.mark.parametrize("value", [7, [1], {"a": 1}, True])
def test_original_id_that_is_no_text_answers_401(whoami, signed, value):
    assert whoami(signed(orig_jti=value)).status_code == 401


def test_id_that_is_no_uuid_cannot_be_blacklisted(blacklist, signed):
    response = blacklist(signed(), token=signed(jti="abc"))
    assert (response.status_code, response.json()) == (
        400,
        {"non_field_errors": ["Invalid token."]},
    )


@pytest.mark.parametrize(
    "value", ["x", "1", True, [], {}, [1], float("nan"), float("inf"), float("-inf")]
)
def test_orig_iat_that_is_no_number_answers_400(client, signed, value):
    response = client.post("/api-token-refresh/", {"token": signed(orig_iat=value)})
    assert (response.status_code, response.json()) == (
        400,
        {"non_field_errors": ["Invalid token."]},
    )


@pytest.mark.parametrize("value", [-(1 << 2000), 1.5, 1e300])
def test_orig_iat_of_any_size_is_compared(client, signed, value):
    response = client.post("/api-token-refresh/", {"token": signed(orig_iat=value)})
    assert response.status_code == (201 if value == 1e300 else 400)


def test_token_that_cannot_be_blacklisted_answers_400(blacklist, token):
    for garbage in ("x", "e30.e30.AA", "a.b.c", token[:-2]):
        assert blacklist(token, token=garbage).status_code == 400


def test_expired_token_cannot_be_blacklisted(blacklist, signed):
    response = blacklist(signed(), token=signed(exp=1, iat=0))
    assert response.json() == {"non_field_errors": ["Token has expired."]}


def test_row_of_a_line_outlives_every_token_of_the_line(client, blacklist, whoami, signed):
    """drf-jwt keeps the row until the presented token expires, and its sibling lives on."""
    now = utils.unix_epoch()
    old = signed(iat=now - 240, exp=now + 60, orig_iat=now - 240)
    newer = client.post("/api-token-refresh/", {"token": old}).json()["token"]
    blacklist(old)
    assert whoami(newer).status_code == 403
    row = BlacklistedToken.objects.get()
    assert row.expires_at.timestamp() >= utils.jwt_decode_token(newer)["exp"]


@pytest.mark.parametrize("lifetime", [timedelta(days=30), timedelta(minutes=5)])
def test_row_of_a_line_outlives_siblings_from_before_lifetimes_were_shortened(
    settings, client, blacklist, whoami, user, lifetime
):
    with freeze_time(tz_offset=0) as clock:
        settings.JWT_AUTH = {"JWT_EXPIRATION_DELTA": timedelta(days=30)}
        old = utils.jwt_encode_payload(utils.jwt_create_payload(user))
        clock.tick(timedelta(days=6))
        newer = client.post("/api-token-refresh/", {"token": old}).json()["token"]
        settings.JWT_AUTH = {"JWT_EXPIRATION_DELTA": lifetime}
        blacklist(old)
        clock.move_to(
            datetime.fromtimestamp(utils.jwt_decode_token(newer)["exp"] - 1, timezone.utc)
        )
        BlacklistedToken.objects.delete_stale_tokens()
        assert whoami(newer).status_code == 403


def test_row_of_a_line_outlives_siblings_with_lifetimes_of_their_own(
    client, blacklist, whoami, signed
):
    now = utils.unix_epoch()
    presented, sibling = (
        signed(jti=None, orig_jti=str(uuid.UUID(int=1)), exp=now + lifetime)
        for lifetime in (300, 86400)
    )
    blacklist(presented)
    with freeze_time(datetime.fromtimestamp(now + 86000, timezone.utc)):
        BlacklistedToken.objects.delete_stale_tokens()
        assert whoami(sibling).status_code == 403


@pytest.mark.parametrize(
    "username", [True, 1.5, [1], {"a": 1}, "a\0b", 1 << 80, "\ud800", "a" * 10_000]
)
def test_username_that_nobody_can_have_answers_401(whoami, signed, username):
    assert whoami(signed(username=username)).status_code == 401


@pytest.mark.parametrize("username", [True, [1], {"a": 1}, "a\0b", 1 << 80, None, "nobody"])
def test_unsigned_username_does_not_break_the_search_for_a_users_secret(
    whoami, client, settings, signed, username
):
    settings.JWT_AUTH = {"JWT_GET_USER_SECRET_KEY": lambda user: f"{user.pk}" * 64}
    token = signed(key="k" * 64, username=username)
    assert whoami(token).status_code == 401
    assert client.post("/api-token-verify/", {"token": token}).status_code == 400


def test_users_without_a_secret_have_no_valid_tokens(whoami, settings, signed):
    settings.JWT_AUTH = {"JWT_GET_USER_SECRET_KEY": lambda user: None}
    assert whoami(signed()).status_code == 401


def test_claims_that_a_handler_takes_for_granted_answer_401(whoami, settings, signed):
    settings.JWT_AUTH = {
        "JWT_GET_USER_SECRET_KEY": lambda user: "k" * 64,
        "JWT_PAYLOAD_GET_USERNAME_HANDLER": lambda payload: payload["email"],
    }
    assert whoami(signed()).status_code == 401


def test_public_key_is_no_secret(whoami, settings, user):
    public = keys.PUBLIC["RS256"]
    settings.JWT_AUTH = {
        "JWT_ALGORITHM": ["RS256", "HS256"],
        "JWT_PRIVATE_KEY": keys.PRIVATE["RS256"],
        "JWT_PUBLIC_KEY": public,
    }

    def segment(octets):
        return base64.urlsafe_b64encode(octets).rstrip(b"=")

    header = segment(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    payload = segment(json.dumps({"username": "alice", "exp": time.time() + 99}).encode())
    signed = header + b"." + payload
    mac = segment(hmac.new(public.encode(), signed, hashlib.sha256).digest())
    assert whoami((signed + b"." + mac).decode()).status_code == 401


@pytest.mark.parametrize("path", ["/api-token-auth/", *TOKEN_VIEWS, "/blacklist/"])
@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b"[]",
        b'"x"',
        b"null",
        b"{",
        b'{"token": null}',
        b'{"token": ["a"]}',
        b'{"token": "\\ud800", "username": "\\ud800", "password": "x"}',
        b'{"token": "a\\u0000b", "username": "a\\u0000b", "password": "x"}',
        b"\xff",
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_body_of_any_kind_answers_400(client, token, path, body, accept):
    response = client.generic(
        "POST",
        path,
        body,
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {token}",
        HTTP_ACCEPT=accept,
    )
    assert response.status_code == 400


def test_user_deleted_after_issue_answers_401(whoami, user, token):
    get_user_model().objects.all().delete()
    assert whoami(token).json() == {"detail": "Invalid token."}


@pytest.mark.parametrize("path", ["/api-token-auth/", "/api-token-verify/", "/blacklist/"])
def test_page_of_the_browsable_api_is_shown(client, token, path):
    header = {"HTTP_AUTHORIZATION": f"Bearer {token}", "HTTP_ACCEPT": "text/html"}
    assert client.get(path, **header).status_code == 405
    assert client.options(path, **header).status_code == 200


@pytest.mark.parametrize(
    "header", ["Bearer \xff", "Bearer \ud800", "Bearer a\0b.c.d", "Bearer " + "a." * 9000, "\xff"]
)
def test_header_of_any_kind_answers_401(whoami, db, header):
    assert whoami(header=header).status_code == 401


@pytest.mark.parametrize("value", ["", "\xff", "a b", "a." * 500, '"'])
def test_cookie_of_any_kind_answers_401(client, db, settings, value):
    settings.JWT_AUTH = {"JWT_AUTH_COOKIE": "auth"}
    client.cookies["auth"] = value
    assert client.get("/whoami/").status_code == 401


def test_form_may_carry_a_file_beside_the_token(client, token):
    upload = SimpleUploadedFile("name", b"content")
    header = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    assert client.post("/blacklist/", {"upload": upload}, **header).status_code == 201
