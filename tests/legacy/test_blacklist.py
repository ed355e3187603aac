"""The blacklist: who is blocked, what is stored, what is deleted."""

from __future__ import annotations

import base64
import uuid
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone
from django.utils.timezone import make_naive

from ferrojwt.drf.utils import LAST_MOMENT
from ferrojwt.legacy import utils
from ferrojwt.legacy.blacklist.models import BlacklistedToken


def row(user, **values):
    expires_at = timezone.now() + timedelta(days=1)
    return BlacklistedToken.objects.create(user=user, **{"expires_at": expires_at, **values})


def test_own_token_is_blacklisted_and_answers_403_from_then_on(blacklist, whoami, token):
    response = blacklist(token)
    assert (response.status_code, response.json()) == (201, {"token": token})
    response = whoami(token)
    assert (response.status_code, response.json()) == (403, {"detail": "Token is blacklisted."})


def test_blacklisting_needs_authentication(client, db, token):
    response = client.post("/blacklist/", {"token": token})
    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert not BlacklistedToken.objects.exists()


def test_another_token_in_the_body_is_blacklisted_in_its_place(blacklist, whoami, signed):
    own, other = signed(), signed()
    assert blacklist(own, token=other).status_code == 201
    assert (whoami(own).status_code, whoami(other).status_code) == (200, 403)


def test_token_is_listed_once(blacklist, signed):
    own, other = signed(), signed()
    assert [blacklist(own, token=other).status_code for _ in range(2)] == [201, 201]
    assert BlacklistedToken.objects.count() == 1


def test_request_that_carries_no_token_must_name_one(client, user, password):
    credentials = base64.b64encode(f"alice:{password}".encode()).decode()
    response = client.post("/blacklist/", HTTP_AUTHORIZATION=f"Basic {credentials}")
    assert (response.status_code, response.json()) == (400, {"token": ["This field is required."]})


def test_token_of_a_cookie_is_blacklisted(client, settings, token):
    settings.JWT_AUTH = {"JWT_AUTH_COOKIE": "auth"}
    client.cookies["auth"] = token
    assert client.post("/blacklist/").status_code == 201
    assert client.get("/whoami/").status_code == 403


@pytest.mark.parametrize(
    ("mode", "has_text", "has_id"),
    [("include", True, True), ("require", False, True), ("off", True, True)],
)
def test_what_is_stored_depends_on_the_mode(
    settings, blacklist, whoami, signed, mode, has_text, has_id
):
    settings.JWT_AUTH = {"JWT_TOKEN_ID": mode}
    token = signed()
    blacklist(token)
    stored = BlacklistedToken.objects.get()
    assert (stored.token is not None, stored.token_id is not None) == (has_text, has_id)
    assert whoami(token).status_code == 403


@pytest.mark.parametrize("refreshed", [0, 1])
def test_blacklisting_any_token_of_a_line_ends_the_line(
    client, blacklist, whoami, signed, refreshed
):
    first = signed()
    line = [first]
    for _ in range(2):
        response = client.post("/api-token-refresh/", {"token": line[-1]})
        line.append(response.json()["token"])
    blacklist(line[refreshed])
    assert {whoami(each).status_code for each in line} == {403}
    assert client.post("/api-token-refresh/", {"token": line[-1]}).status_code == 400
    assert whoami(signed()).status_code == 200


@pytest.mark.parametrize(
    ("mode", "by_text", "by_id"),
    [("include", True, True), ("require", False, True), ("off", True, False)],
)
def test_mode_says_what_a_token_is_known_by(settings, user, signed, mode, by_text, by_id):
    settings.JWT_AUTH = {"JWT_TOKEN_ID": mode}
    token = signed()
    payload = utils.jwt_decode_token(token)
    made = row(user, token=token)
    assert BlacklistedToken.is_blocked(token, payload) is by_text
    made.delete()
    row(user, token_id=payload["jti"])
    assert BlacklistedToken.is_blocked(token.encode(), payload) is by_id


def test_token_without_id_is_not_that_of_a_row_without_id(user, signed):
    row(user, token="some.other.token")
    token = signed(jti=None)
    assert BlacklistedToken.is_blocked(token, utils.jwt_decode_token(token)) is False


def test_token_without_id_is_blocked_by_its_text(blacklist, whoami, signed):
    token = signed(jti=None)
    blacklist(token)
    assert whoami(token).status_code == 403
    assert BlacklistedToken.objects.get().token_id is None


@pytest.mark.parametrize("exp", [1 << 40, 1 << 90])
def test_row_is_kept_for_as_long_as_its_token(blacklist, signed, exp):
    blacklist(signed(exp=exp))
    assert BlacklistedToken.objects.get().expires_at.year > 9998


def test_row_is_kept_for_ever_where_tokens_live_for_ever(settings, blacklist, signed):
    settings.JWT_AUTH = {"JWT_VERIFY_EXPIRATION": False}
    blacklist(signed(exp=None))
    assert BlacklistedToken.objects.get().expires_at.year == 9999


@pytest.mark.parametrize("exp", [4_000_000_000, 1 << 90])
def test_end_of_a_row_is_local_where_a_project_has_no_time_zones(settings, blacklist, signed, exp):
    settings.USE_TZ = False
    settings.TIME_ZONE = "Asia/Tokyo"
    settings.JWT_AUTH = {"JWT_REFRESH_EXPIRATION_DELTA": timedelta(0)}
    assert blacklist(signed(exp=exp)).status_code == 201
    expected = datetime.fromtimestamp(min(exp, LAST_MOMENT.timestamp()), LAST_MOMENT.tzinfo)
    assert BlacklistedToken.objects.get().expires_at == make_naive(expected)


def test_row_of_a_token_without_a_line_is_kept_until_the_token_expires(blacklist, signed):
    blacklist(signed(jti=None, exp=4_000_000_000))
    assert BlacklistedToken.objects.get().expires_at.timestamp() == 4_000_000_000


def test_row_of_a_line_is_kept_for_the_time_of_refreshing_longer(settings, blacklist, signed):
    settings.JWT_AUTH = {"JWT_REFRESH_EXPIRATION_DELTA": timedelta(days=2)}
    blacklist(signed(exp=4_000_000_000))
    assert BlacklistedToken.objects.get().expires_at.timestamp() == 4_000_000_000 + 2 * 86400


def test_command_deletes_stale_rows(user):
    row(user, token="old", expires_at=timezone.now() - timedelta(seconds=1))
    kept = row(user, token="new")
    call_command("delete_stale_tokens")
    assert list(BlacklistedToken.objects.all()) == [kept]


def test_rows_within_leeway_are_kept(user, settings):
    settings.JWT_AUTH = {"JWT_LEEWAY": 60}
    row(user, token="old", expires_at=timezone.now() - timedelta(seconds=30))
    assert BlacklistedToken.objects.delete_stale_tokens()[0] == 0
    settings.JWT_AUTH = {"JWT_LEEWAY": timedelta(seconds=20)}
    assert BlacklistedToken.objects.delete_stale_tokens()[0] == 1


@pytest.mark.parametrize("is_on", [True, False])
def test_stale_rows_are_deleted_on_saving_where_the_setting_says_so(settings, user, is_on):
    settings.JWT_AUTH = {"JWT_DELETE_STALE_BLACKLISTED_TOKENS": is_on}
    row(user, token="old", expires_at=timezone.now() - timedelta(seconds=1))
    assert BlacklistedToken.objects.exists() is not is_on


def test_row_says_whose_it_is_and_not_what(user):
    made = row(user, token="secret")
    assert str(made) == f"Blacklisted token - alice - {made.expires_at}"


def test_row_needs_text_or_id(user):
    with pytest.raises(IntegrityError):
        row(user)


def test_permission_refuses_a_blacklisted_token(whoami, blacklist, token):
    assert whoami(token, path="/guarded/").status_code == 200
    blacklist(token)
    response = whoami(token, path="/guarded/")
    assert (response.status_code, response.json()) == (
        403,
        {"detail": "You have been blacklisted."},
    )


@pytest.mark.parametrize(
    ("header", "status"),
    [(None, 403), ("Bearer ", 403), ("Bearer x", 403), ("Basic eDp5", 200)],
)
def test_permission_refuses_requests_without_a_token_that_can_be_read(whoami, db, header, status):
    # 403, since the view has no authentication to challenge with.
    assert whoami(header=header, path="/guarded/").status_code == status


def test_nothing_is_looked_up_where_the_app_is_not_installed(settings, whoami, signed):
    settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if "blacklist" not in app]
    assert whoami(signed(jti="not a UUID")).status_code == 200


def test_app_has_upstreams_label_table_and_migrations(db):
    config = apps.get_app_config("blacklist")
    assert config.name == "ferrojwt.legacy.blacklist"
    assert BlacklistedToken._meta.db_table == "blacklist_blacklistedtoken"
    call_command("makemigrations", "blacklist", "--check", "--dry-run")


def test_ids_are_compared_as_uuids(user, signed):
    token_id = uuid.uuid4()
    row(user, token_id=token_id)
    token = signed(jti=token_id.hex.upper())
    assert BlacklistedToken.is_blocked(token, utils.jwt_decode_token(token))
