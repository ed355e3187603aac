"""The logger `ferrojwt`: why a token was refused, and nothing that could be used."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.utils import translation

import ferrojwt
from ferrojwt.django import refusals
from ferrojwt.django.exceptions import TokenError
from ferrojwt.drf.tokens import AccessToken, RefreshToken, SlidingToken
from tests.core import forge
from tests.drf import minted
from tests.drf.minted import ABSENT
from tests.drf.test_authentication import TWO_CLASSES
from tests.drf.test_bad_input import UNUSABLE_TOKENS

DOCS = Path(__file__).parents[2] / "docs" / "LOGGING.md"
JTI = "0123456789abcdef0123456789abcdef"
PLACES = ["/required/", "/whoami/", "/drf/whoami/"]
every_place = pytest.mark.parametrize("path", PLACES)
VERDICTS = [
    *(verdict for _, verdict in refusals.BY_CLASS),
    *refusals.BY_TEXT.values(),
    *refusals.BY_CODE.values(),
    refusals.OTHER,
]


@pytest.fixture
def log(caplog, project):
    """What is logged; in the end it is searched for the project's key."""
    caplog.set_level(logging.INFO, logger="ferrojwt")
    yield caplog
    for record in caplog.get_records("call"):
        assert not contains(record, project.SECRET_KEY)


def contains(record, secret):
    """Whether a record has the secret, or 12 characters of it, anywhere."""
    text = f"{record.getMessage()} {vars(record)} {record.exc_info} {record.args}"
    return any(secret[i : i + 12] in text for i in range(len(secret) - 11))


def refusals_in(log):
    return [record for record in log.records if record.name == "ferrojwt"]


def only(log, *tokens):
    """The one record of a refusal, which has no segment of the tokens."""
    (record,) = refusals_in(log)
    for token in tokens:
        for segment in token.split("."):
            assert not contains(record, segment)
    return record


@every_place
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"exp": 1_000_000_000}, ("INFO", "it has expired")),
        ({"nbf": minted.FAR}, ("INFO", "it is not valid yet")),
        ({"exp": ABSENT}, ("INFO", "it lacks a claim")),
        ({"exp": 253402300800}, ("INFO", "its class or its claims do not allow it")),
        ({"jti": ABSENT}, ("INFO", "it has no id")),
        ({"token_type": ABSENT}, ("INFO", "it has no type")),
        ({"token_type": "refresh"}, ("WARNING", "it is of another type")),
        ({"user_id": ABSENT}, ("INFO", "it names no user")),
        ({"user_id": "4711"}, ("INFO", "its user is gone")),
    ],
)
@pytest.mark.usefixtures("user")
def test_refused_token_is_logged_with_its_reason_and_ids(call, log, path, changes, expected):
    token = minted.access(**changes)
    call(path, token=token)
    record = only(log, token)
    jti, user_id = changes.get("jti", JTI), changes.get("user_id", "1")
    assert (record.levelname, record.reason) == expected
    assert (record.kid, record.jti) == (None, None if jti is ABSENT else JTI)
    assert record.user_id == (None if user_id is ABSENT else user_id)
    assert record.getMessage() == (
        f"Token refused: {expected[1]} (kid=None, jti={record.jti}, user_id={record.user_id})"
    )


@every_place
def test_inactive_user_is_logged(call, log, token, user, path):
    get_user_model().objects.update(is_active=False)
    call(path, token=token)
    record = only(log, token)
    assert (record.reason, record.user_id) == ("its user is inactive", str(user.pk))


@every_place
def test_refusing_rule_is_logged(call, log, token, project, path):
    project.SIMPLE_JWT = {
        "USER_AUTHENTICATION_RULE": "tests.drf.test_authentication.refuse_everybody"
    }
    call(path, token=token)
    assert only(log, token).reason == "its user is refused by USER_AUTHENTICATION_RULE"


def test_changed_password_is_logged(call, log, token, project):
    project.SIMPLE_JWT = {"CHECK_REVOKE_TOKEN": True}
    call("/required/", token=token)
    assert only(log, token).reason == "its user has changed the password"


@every_place
@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"alg": "HS256"}, "the signature is not of our key"),
        ({"alg": "HS512"}, "its algorithm is not the configured one"),
        ({"alg": "none"}, "its algorithm is not the configured one"),
    ],
)
def test_forged_token_is_a_warning_with_ids_marked_unverified(call, log, path, header, reason):
    token = forge.token(minted.claims(), header, key="k" * 64)
    call(path, token=token)
    record = only(log, token)
    assert (record.levelname, record.reason) == ("WARNING", reason)
    assert record.getMessage().endswith(f"jti={JTI}, user_id=1, unverified)")


@every_place
def test_key_id_is_logged(call, log, path):
    token = forge.token(minted.claims(), {"alg": "HS256", "kid": "2026-11"}, key="k" * 64)
    call(path, token=token)
    assert only(log, token).kid == "2026-11"


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ({"AUDIENCE": "shop"}, "it is for another audience"),
        ({"ISSUER": "house"}, "it is of another issuer"),
    ],
)
def test_token_of_another_service_is_a_warning(call, log, project, setting, reason):
    project.SIMPLE_JWT = setting
    call("/required/", token=minted.access(aud="bank", iss="bank"))
    record = only(log)
    assert (record.levelname, record.reason) == ("WARNING", reason)


@pytest.mark.parametrize("name", UNUSABLE_TOKENS)
@every_place
@pytest.mark.usefixtures("user")
def test_every_unusable_token_is_logged_once_and_not_shown(call, log, path, name):
    token = UNUSABLE_TOKENS[name]("access")
    call(path, token=token)
    record = only(log)
    text = f"{record.getMessage()} {vars(record)}"
    for segment in token[:8192].split("."):
        assert len(segment) < 12 or segment[:12] not in text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0123-abcd_EF.:@+/=", "0123-abcd_EF.:@+/="),
        ("a" * 65, "?"),
        ("line\nline", "?"),
        ("two words", "?"),
        ("\u202e", "?"),
        ("", "?"),
        (7, None),
        ([], None),
    ],
)
def test_id_that_a_stranger_chose_cannot_write_the_log(call, log, value, shown):
    token = forge.token(minted.claims(jti=value), key="k" * 64)
    call("/required/", token=token)
    assert only(log, token).jti in {shown, "7" if value == 7 else shown}


def test_token_as_an_id_of_another_token_is_not_shown(call, log, token):
    call("/required/", token=forge.token(minted.claims(jti=token, user_id=token), key="k" * 64))
    record = only(log, token)
    assert (record.jti, record.user_id) == ("?", "?")


@pytest.mark.parametrize(("value", "shown"), [(42, "42"), (10**30, "?"), (True, None)])
def test_user_id_may_be_a_number(call, log, value, shown):
    call("/required/", token=forge.token(minted.claims(user_id=value), key="k" * 64))
    assert only(log).user_id == shown


def test_class_that_got_furthest_gives_the_reason(call, log, project):
    project.SIMPLE_JWT = TWO_CLASSES
    call("/required/", token=minted.refresh(jti=ABSENT))
    assert only(log).reason == "it has no id"
    errors = [TokenError("Token has wrong type"), TokenError("Token is blacklisted")]
    assert refusals.most_telling(errors) is errors[1]


def test_text_of_a_class_of_the_projects_own_is_not_logged(caplog, token):
    refusals.log_refusal(TokenError(token), token)
    caplog.set_level(logging.INFO, logger="ferrojwt")
    refusals.log_refusal(TokenError(token), token)
    assert only(caplog, token).reason == refusals.OTHER.reason


@every_place
@pytest.mark.parametrize("header", [None, "", "Basic YTpi"])
def test_request_without_token_is_not_logged(call, log, path, header):
    call(path, header)
    assert refusals_in(log) == []


@every_place
def test_good_token_is_not_logged(call, log, token, path):
    call(path, token=token)
    assert refusals_in(log) == []


def test_view_that_does_not_ask_logs_nothing(call, log):
    call("/public/", token="garbage")
    assert refusals_in(log) == []


def test_token_is_not_read_again_where_nobody_listens(caplog, monkeypatch):
    caplog.set_level(logging.ERROR, logger="ferrojwt")
    monkeypatch.setattr(ferrojwt, "decode", None)
    refusals.log_refusal(TokenError("Token is blacklisted"), "a.b.c")
    assert caplog.records == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_reason_is_in_english(call, log, language):
    with translation.override(language):
        call("/required/", token=minted.refresh())
    assert only(log).reason == "it is of another type"


# The token views


@pytest.fixture
def post(call, project):
    """Call a token view."""
    project.ROOT_URLCONF = "tests.drf.urls"
    return lambda path, **body: call(
        path, method="post", data=json.dumps(body), content_type="application/json"
    )


@pytest.mark.parametrize(
    ("path", "field", "kind"),
    [("/token/refresh/", "refresh", "refresh"), ("/token/verify/", "token", "access")],
)
def test_token_refused_in_a_body_is_logged(post, log, path, field, kind):
    token = minted.token(minted.claims(kind, exp=1_000_000_000))
    assert post(path, **{field: token}).status_code == 401
    record = only(log, token)
    assert (record.levelname, record.reason, record.jti) == ("INFO", "it has expired", JTI)


def test_access_token_given_for_refresh_is_a_warning(post, log, token):
    post("/token/refresh/", refresh=token)
    record = only(log, token)
    assert (record.levelname, record.reason) == ("WARNING", "it is of another type")


def test_refresh_for_a_user_who_is_gone_is_logged(post, log, user):
    token = str(RefreshToken.for_user(user))
    user_id = str(user.pk)
    user.delete()
    post("/token/refresh/", refresh=token)
    record = only(log, token)
    assert record.reason == "its user is refused by USER_AUTHENTICATION_RULE"
    assert record.user_id == user_id


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("path", "field", "status"),
    [
        ("/token/verify/", "token", 400),
        ("/token/refresh/", "refresh", 401),
        ("/token/blacklist/", "refresh", 401),
    ],
)
def test_blacklisted_token_is_a_warning(post, log, user, path, field, status, language):
    token = RefreshToken.for_user(user)
    text = str(token)
    token.blacklist()
    with translation.override(language):
        assert post(path, **{field: text}).status_code == status
    record = only(log, text)
    assert (record.levelname, record.reason) == ("WARNING", "it is blacklisted")
    assert record.jti == token["jti"]


def test_rotated_token_that_comes_back_is_a_warning(post, log, project, user):
    project.SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
    text = str(RefreshToken.for_user(user))
    assert post("/token/refresh/", refresh=text).status_code == 200
    assert post("/token/refresh/", refresh=text).status_code == 401
    assert only(log, text).reason == "it is blacklisted"


def test_blacklisted_token_of_a_plain_view_is_a_warning(call, log, project, user):
    project.SIMPLE_JWT = {"AUTH_TOKEN_CLASSES": ["ferrojwt.drf.tokens.SlidingToken"]}
    token = SlidingToken.for_user(user)
    text = str(token)
    assert call("/required/", token=text).status_code == 200
    token.blacklist()
    assert call("/required/", token=text).status_code == 401
    assert only(log, text).reason == "it is blacklisted"


@pytest.mark.django_db
@pytest.mark.parametrize("more", [{}, {"token": "a.b.c"}])
def test_log_in_that_fails_is_not_logged(post, log, more):
    assert post("/token/", username="alice", password="wrong-wrong", **more).status_code == 401
    assert refusals_in(log) == []


@pytest.mark.parametrize("body", [{}, {"token": ""}, {"token": []}])
def test_body_that_has_no_token_is_not_logged(post, log, body):
    assert post("/token/verify/", **body).status_code == 400
    assert refusals_in(log) == []


def test_token_made_for_an_inactive_user_is_a_warning(caplog, user):
    user.is_active = False
    token = str(AccessToken.for_user(user))
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("ferrojwt.drf", "WARNING")
    assert not contains(record, token)


# One table


def test_documentation_lists_exactly_the_verdicts():
    rows = re.findall(r"(?m)^\| (it.+?|the .+?) \| (\w+) \|$", DOCS.read_text("utf-8"))
    assert {*rows} == {(each.reason, logging.getLevelName(each.level)) for each in VERDICTS}
    assert len(rows) == len({*rows})


@pytest.fixture
def unsaid(monkeypatch):
    """A process in which no scheme has been said yet."""
    monkeypatch.setattr(refusals, "_said", set())


@every_place
@pytest.mark.parametrize(
    ("accepted", "sent"), [("JWT", "Bearer"), ("Bearer", "JWT"), ("Bearer", "Token")]
)
@pytest.mark.usefixtures("unsaid")
def test_token_under_another_scheme_is_said_once(call, log, project, token, path, accepted, sent):
    project.SIMPLE_JWT = {"AUTH_HEADER_TYPES": (accepted,)}
    for _ in range(2):
        call(path, header=f"{sent} {token}")
    record = only(log, token)
    assert record.levelname == "INFO"
    assert f"the header says {sent}, AUTH_HEADER_TYPES has {accepted}." in record.getMessage()


@every_place
@pytest.mark.usefixtures("unsaid")
def test_token_under_another_scheme_is_a_warning_in_development(call, log, project, token, path):
    project.DEBUG = True
    call(path, header=f"JWT {token}")
    assert only(log, token).levelname == "WARNING"


@every_place
@pytest.mark.usefixtures("unsaid")
@pytest.mark.parametrize(
    "header", ["Basic YTpi", "Token abc", "JWT", "JWT a.b", "JWT a.b.c d", "Secret a.b.c", ""]
)
def test_header_for_another_way_of_logging_in_is_not_said(call, log, path, header):
    call(path, header=header)
    assert refusals_in(log) == []


@every_place
@pytest.mark.usefixtures("unsaid")
def test_scheme_in_other_letters_is_not_another(call, log, token, path):
    call(path, header=f"bEARER {token}")
    assert refusals_in(log) == []


@pytest.mark.usefixtures("unsaid")
def test_scheme_is_said_later_where_nobody_listens_at_first(call, caplog, project, token):
    caplog.set_level(logging.ERROR, logger="ferrojwt")
    call("/whoami/", header=f"JWT {token}")
    caplog.set_level(logging.INFO, logger="ferrojwt")
    call("/whoami/", header=f"JWT {token}")
    assert only(caplog, token).levelname == "INFO"


@pytest.mark.parametrize("path", ["/required/", "/drf/whoami/"])
@pytest.mark.usefixtures("unsaid")
def test_token_under_another_scheme_is_said_without_the_middleware(call, log, project, token, path):
    project.MIDDLEWARE = []
    call(path, header=f"JWT {token}")
    assert "the header says JWT" in only(log, token).getMessage()
