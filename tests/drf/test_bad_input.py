"""What a stranger can send: each is answered 400 or 401 with a JSON body, never 5xx.

The tokens here are rightly signed unless their point is that they are not: a token is hostile
input also when another service that shares the key has made it.
"""

from __future__ import annotations

import json
import tracemalloc
import zlib

import pytest
from django.contrib.auth import get_user_model
from rest_framework import parsers

from tests.core import forge
from tests.drf import minted
from tests.drf.minted import ABSENT

MEGABYTE = "a" * (1 << 20)
DEEP = b"[" * 100_000 + b"]" * 100_000


def places(client, token):
    """Present `token` everywhere a token is taken, as the type that is expected there."""
    text = {kind: token(kind) for kind in ("access", "refresh")}
    return {
        "header": client.get("/whoami/", HTTP_AUTHORIZATION=f"Bearer {text['access']}"),
        "refresh": client.post("/token/refresh/", {"refresh": text["refresh"]}),
        "verify": client.post("/token/verify/", {"token": text["access"]}),
    }


def assert_refused(response, statuses=(400, 401)):
    assert response.status_code in statuses
    assert response["Content-Type"] == "application/json"
    assert isinstance(response.json(), dict)


def with_claims(**changes):
    return lambda kind: minted.token(minted.claims(kind, **changes))


def with_claim_text(name, text):
    """A token whose claim `name` has a value that is written `text` in its JSON."""

    def token(kind):
        claims = json.dumps(minted.claims(kind, **{name: "PLACE"}))
        return minted.token(claims.replace('"PLACE"', text).encode())

    return token


def with_header(header):
    return lambda kind: minted.token(minted.claims(kind), header)


def with_payload(payload):
    return lambda _: minted.token(payload)


UNUSABLE_TOKENS = {
    "one-megabyte": lambda _: MEGABYTE,
    "one-megabyte-of-dots": lambda _: "." * (1 << 20),
    "one-megabyte-claim": with_claims(nbf=minted.FAR, filler=MEGABYTE),
    "header-nested-100000-deep": with_header(DEEP),
    "header-member-nested-100000-deep": with_header(b'{"alg":"HS256","x":' + DEEP + b"}"),
    "payload-nested-100000-deep": with_payload(DEEP),
    "header-empty": with_header(b""),
    "header-not-json": with_header(b"{"),
    "header-not-utf-8": with_header(b'{"alg":"\xff"}'),
    "header-not-an-object": with_header(b'["HS256"]'),
    "alg-missing": with_header({"typ": "JWT"}),
    "alg-null": with_header({"alg": None}),
    "alg-number": with_header({"alg": 256}),
    "alg-list": with_header({"alg": ["HS256"]}),
    "alg-object": with_header({"alg": {"HS256": 1}}),
    "alg-unknown": with_header({"alg": "XS256"}),
    "alg-other-than-configured": with_header({"alg": "HS512"}),
    "alg-asymmetric": with_header({"alg": "RS256"}),
    "alg-none": with_header({"alg": "none"}),
    "alg-none-and-no-signature": lambda kind: (
        with_header({"alg": "none"})(kind).rpartition(".")[0] + "."
    ),
    "crit-unknown": with_header({"alg": "HS256", "crit": ["x"], "x": 1}),
    "crit-not-a-list": with_header({"alg": "HS256", "crit": {}}),
    "kid-not-a-string": with_header({"alg": "HS256", "kid": []}),
    "b64-false": with_header({"alg": "HS256", "b64": False, "crit": ["b64"]}),
    "payload-empty": with_payload(b""),
    "payload-not-json": with_payload(b"{"),
    "payload-list": with_payload(b"[]"),
    "payload-string": with_payload(b'"a"'),
    "payload-number": with_payload(b"1"),
    "payload-null": with_payload(b"null"),
    "payload-of-no-claims": with_payload(b"{}"),
    "number-of-5000-digits": with_claim_text("n", "9" * 5000),
    "signed-with-another-key": lambda kind: forge.token(minted.claims(kind), key="k" * 64),
    "no-signature": lambda kind: with_claims()(kind).rpartition(".")[0] + ".",
    "two-segments": lambda kind: with_claims()(kind).rpartition(".")[0],
    "four-segments": lambda kind: with_claims()(kind) + ".a",
    "no-jti": with_claims(jti=ABSENT),
    "no-exp": with_claims(exp=ABSENT),
    "iat-beyond-year-9999": with_claims(iat=10**30),
    "iat-list": with_claims(iat=[]),
    "nbf-infinite": with_claim_text("nbf", "1e400"),
    "nbf-object": with_claims(nbf={}),
}

# The last second that datetime holds, 9999-12-31 23:59:59 UTC, is 253402300799.
UNUSABLE_EXPIRIES = {
    "first-second-of-year-10000": "253402300800",
    "1e30": "1e30",
    "1e400": "1e400",
    "minus-1e400": "-1e400",
    "Infinity": "Infinity",
    "NaN": "NaN",
    "two-to-the-64": str(1 << 64),
    "numeric-string": '"4000000000"',
    "string": '"tomorrow"',
    "empty-string": '""',
    "null": "null",
    "true": "true",
    "list": "[4000000000]",
    "object": "{}",
}

UNUSABLE_USER_IDS = {
    "word": '"abc"',
    "empty-string": '""',
    "null": "null",
    "true": "true",
    "float": "1.0",
    "list": "[1]",
    "object": '{"id": 1}',
    "huge-integer": "1" + "0" * 30,
    "huge-numeric-string": '"1' + "0" * 30 + '"',
    "numeric-string-of-5000-digits": '"' + "1" * 5000 + '"',
    "negative": "-1",
    "infinite": "1e400",
    "nul": '"1\\u0000"',
    "lone-surrogate": '"\\ud800"',
}


@pytest.mark.parametrize("name", UNUSABLE_TOKENS)
@pytest.mark.usefixtures("user")
def test_unusable_token_is_401_wherever_it_is_presented(client, name):
    for response in places(client, UNUSABLE_TOKENS[name]).values():
        assert_refused(response, [401])


@pytest.mark.parametrize("name", UNUSABLE_EXPIRIES)
@pytest.mark.usefixtures("user")
def test_unusable_expiry_is_401_wherever_it_is_presented(client, name):
    for response in places(client, with_claim_text("exp", UNUSABLE_EXPIRIES[name])).values():
        assert_refused(response, [401])


def test_last_second_of_the_year_9999_is_a_usable_expiry(client, user):
    token = with_claims(exp=253402300799, user_id=str(user.pk))
    assert {name: response.status_code for name, response in places(client, token).items()} == {
        "header": 200,
        "refresh": 200,
        "verify": 200,
    }


@pytest.mark.parametrize("field", ["id", "username"])
@pytest.mark.parametrize("name", UNUSABLE_USER_IDS)
@pytest.mark.usefixtures("user")
def test_user_id_of_the_wrong_type_is_401(client, settings, name, field):
    settings.SIMPLE_JWT = {"USER_ID_FIELD": field}
    answers = places(client, with_claim_text("user_id", UNUSABLE_USER_IDS[name]))
    assert_refused(answers["header"], [401])
    assert_refused(answers["refresh"], [401])


@pytest.mark.usefixtures("user")
def test_no_user_id_is_401_in_a_header(client):
    assert_refused(places(client, with_claims(user_id=ABSENT))["header"], [401])


@pytest.mark.parametrize("change", ["deleted", "inactive"])
def test_token_of_a_user_who_is_gone_is_401(client, user, change):
    token = with_claims(user_id=str(user.pk))
    if change == "deleted":
        user.delete()
    else:
        get_user_model().objects.update(is_active=False)
    answers = places(client, token)
    assert_refused(answers["header"], [401])
    assert_refused(answers["refresh"], [401])


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("Basic YTpi", id="wrong-scheme"),
        pytest.param("Bearer", id="scheme-only"),
        pytest.param("Bearer a b", id="three-parts"),
        pytest.param("Bearer \u00e9\u00ff", id="latin-1"),
        pytest.param("Bearer \u65e5\u672c", id="beyond-latin-1"),
        pytest.param("\u65e5\u672c a", id="scheme-beyond-latin-1"),
        pytest.param("Bearer \ud800", id="lone-surrogate"),
        pytest.param(b"Bearer \xff\xfe", id="bytes"),
        pytest.param("Bearer a\0b", id="nul"),
        pytest.param("Bearer \u00a0", id="no-break-space"),
        pytest.param("Bearer " + MEGABYTE, id="one-megabyte"),
        pytest.param("Bearer " + "a " * (1 << 19), id="half-a-million-parts"),
        pytest.param(MEGABYTE, id="one-megabyte-scheme"),
    ],
)
@pytest.mark.usefixtures("user")
def test_bad_header_is_401(whoami, header):
    assert_refused(whoami(header=header), [401])


@pytest.mark.parametrize(
    "value",
    [
        pytest.param('"\\ud800"', id="lone-surrogate"),
        pytest.param('"\\u0000"', id="nul"),
        pytest.param('"\u00e9"', id="non-ascii"),
        pytest.param('"a.b.\u65e5"', id="non-ascii-segment"),
        pytest.param('""', id="empty"),
        pytest.param("null", id="null"),
        pytest.param("true", id="boolean"),
        pytest.param("1", id="number"),
        pytest.param("1e400", id="infinity"),
        pytest.param("[]", id="list"),
        pytest.param("{}", id="object"),
        pytest.param(f'"{MEGABYTE}"', id="one-megabyte"),
    ],
)
@pytest.mark.parametrize(
    ("path", "field"),
    [("/token/refresh/", "refresh"), ("/token/verify/", "token"), ("/token/", "password")],
)
@pytest.mark.usefixtures("user")
def test_bad_value_in_a_body_is_4xx(client, path, field, value):
    body = f'{{"username": "alice", "{field}": {value}}}'
    assert_refused(client.post(path, body, content_type="application/json"))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="malformed"),
        pytest.param(b"[]", id="list"),
        pytest.param(b"null", id="null"),
        pytest.param(b'"a"', id="string"),
        pytest.param(b'{"a":"\xff"}', id="not-utf-8"),
        pytest.param(b'{"a":' + b"9" * 5000 + b"}", id="number-of-5000-digits"),
        pytest.param(DEEP, id="nested-100000-deep"),
        pytest.param(b'{"refresh":' + DEEP + b"}", id="member-nested-100000-deep"),
    ],
)
@pytest.mark.parametrize("path", ["/token/", "/token/refresh/", "/token/verify/"])
@pytest.mark.usefixtures("db")
def test_bad_body_is_400(client, path, body):
    assert_refused(client.post(path, body, content_type="application/json"), [400])


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=\u00e9",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=nonsense",
        "application/x-www-form-urlencoded; charset=utf-16",
    ],
)
@pytest.mark.parametrize("path", ["/token/", "/token/refresh/", "/token/verify/"])
@pytest.mark.usefixtures("db")
def test_bad_form_is_4xx(client, path, content_type):
    response = client.post(path, b"refresh=%ff&%00=\xff", content_type=content_type)
    assert_refused(response, [400, 401])


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/token/", '{"username":"\\ud800","password":"x"}'),
        ("/token/", '{"username":"x","password":"\\ud800"}'),
        ("/token/refresh/", '{"refresh":"\\ud800"}'),
        ("/token/verify/", '{"token":"\\ud800"}'),
    ],
)
@pytest.mark.usefixtures("db")
def test_a_lone_surrogate_is_4xx_in_the_browsable_api_too(client, path, body):
    response = client.post(
        path, body, content_type="application/json", headers={"accept": "text/html"}
    )

    assert response.status_code in {400, 401}
    assert response["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "charset", ["nonsense", "zlib", "base64", "rot13", "undefined", "idna", "punycode", "utf-16"]
)
@pytest.mark.parametrize("path", ["/token/", "/token/refresh/", "/token/verify/"])
@pytest.mark.parametrize("media_type", ["application/json", "multipart/form-data; boundary=x"])
@pytest.mark.usefixtures("db")
def test_a_body_in_an_odd_character_set_is_4xx(client, path, media_type, charset):
    body = b'{"token": "x"}' if "json" in media_type else b"--x\r\n\r\nabc\r\n--x--\r\n"
    response = client.post(path, body, content_type=f"{media_type}; charset={charset}")
    assert_refused(response, [400, 401])


@pytest.fixture
def parsers_without_a_guard(monkeypatch):
    """DRF's parsers as they were before 3.18.2, which decode with any codec there is."""
    monkeypatch.setattr(parsers, "get_encoding", lambda context: context["encoding"], raising=False)


@pytest.mark.parametrize(
    "media_type",
    ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"],
)
@pytest.mark.parametrize("charset", ["zlib", "bz2", "hex", "rot13", "undefined"])
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.usefixtures("db", "parsers_without_a_guard")
def test_a_codec_that_is_no_character_set_is_400_in_any_drf(client, media_type, charset, accept):
    content_type = f"{media_type}; charset={charset}"
    headers = {"accept": accept}
    response = client.post("/token/refresh/", b"7b7d", content_type=content_type, headers=headers)
    assert response.status_code == 400


@pytest.mark.parametrize("path", ["/token/", "/token/refresh/", "/token/verify/"])
@pytest.mark.usefixtures("db", "parsers_without_a_guard")
def test_a_compressed_body_is_not_inflated(client, path):
    bomb = zlib.compress(b'{"refresh": "' + b"a" * 20_000_000 + b'"}')
    tracemalloc.start()
    response = client.post(path, bomb, content_type="application/json; charset=zlib")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert_refused(response, [400])
    assert peak < 10_000_000


@pytest.mark.parametrize("charset", ["punycode", "PunyCode", "idna"])
@pytest.mark.parametrize("media_type", ["application/json", "application/x-www-form-urlencoded"])
@pytest.mark.usefixtures("db")
def test_a_codec_for_names_of_hosts_is_not_run_on_a_body(client, media_type, charset):
    # Its time grows with the square of the length: minutes for a body of the size that is allowed.
    content_type = f"{media_type}; charset={charset}"
    response = client.post("/token/verify/", b'{"token": "x"}', content_type=content_type)
    assert response.json() == {"detail": "Unsupported charset in the Content-Type header."}
    assert response.status_code == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF-16", "latin-1", "cp1252"])
@pytest.mark.usefixtures("user")
def test_a_body_in_a_character_set_is_read(client, charset):
    body = '{"username": "alice", "password": "wrong"}'.encode(charset)
    response = client.post("/token/", body, content_type=f"application/json; charset={charset}")
    assert_refused(response, [401])


@pytest.mark.usefixtures("db")
def test_a_form_in_an_odd_character_set_is_400(client):
    content_type = "application/x-www-form-urlencoded; charset=punycode"
    assert_refused(client.post("/token/verify/", b"token=x%ff", content_type=content_type), [400])


def test_an_id_that_two_users_have_identifies_neither(whoami, user, settings, django_user_model):
    settings.SIMPLE_JWT = {"USER_ID_FIELD": "first_name"}
    django_user_model.objects.create_user("mallory")
    django_user_model.objects.update(first_name="same")

    assert_refused(whoami(minted.access(user_id="same")), [401])


@pytest.mark.parametrize("fallbacks", [[""], [b""], [None]])
@pytest.mark.usefixtures("user")
def test_an_empty_fallback_key_is_no_key(client, settings, fallbacks):
    settings.SECRET_KEY_FALLBACKS = fallbacks
    signature_of_another_key = f"{minted.access().rpartition('.')[0]}.{'A' * 43}"

    assert_refused(client.post("/token/verify/", {"token": signature_of_another_key}), [401])
