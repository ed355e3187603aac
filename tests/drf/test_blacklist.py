"""Tokens are listed when issued; a blacklisted one is refused everywhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db.models import CharField
from freezegun import freeze_time

from ferrojwt.drf.exceptions import TokenError
from ferrojwt.drf.serializers import TokenRefreshSerializer
from ferrojwt.drf.token_blacklist.models import BlacklistedToken, OutstandingToken
from ferrojwt.drf.tokens import AccessToken, RefreshToken, SlidingToken, Token
from ferrojwt.drf.utils import datetime_from_epoch
from tests.core import forge
from tests.drf import minted
from tests.drf.minted import ABSENT

pytestmark = pytest.mark.django_db

BLACKLISTED = {"detail": "Token is blacklisted", "code": "token_not_valid"}
ROTATE = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}


@pytest.fixture
def refresh(client):
    return lambda token: client.post("/token/refresh/", {"refresh": str(token)})


@pytest.fixture
def logout(client):
    return lambda token: client.post("/token/blacklist/", {"refresh": str(token)})


@pytest.mark.parametrize("token_class", [RefreshToken, SlidingToken])
def test_issued_token_is_listed_with_its_user_and_times(user, token_class):
    token = token_class.for_user(user)
    row = OutstandingToken.objects.get()
    assert (row.jti, row.user, row.created_at) == (token["jti"], user, token.current_time)
    assert row.expires_at == datetime_from_epoch(token["exp"])


def test_access_token_is_not_listed(user):
    AccessToken.for_user(user)
    assert not OutstandingToken.objects.exists()


def test_new_token_without_user_is_not_listed_until_it_is_asked_for():
    token = RefreshToken()
    assert not OutstandingToken.objects.exists()
    row, is_new = token.outstand()
    assert (row.jti, row.user, is_new) == (token["jti"], None, True)
    assert token.outstand() == (row, False)


def test_token_for_an_object_that_is_no_user_is_listed_without_user():
    class Robot:
        id = 7
        is_active = True

    assert RefreshToken.for_user(Robot())["user_id"] == "7"
    assert OutstandingToken.objects.get().user is None


# What is stored


def test_stored_text_lacks_the_signature(user):
    token = RefreshToken.for_user(user)
    assert OutstandingToken.objects.get().token == str(token).rpartition(".")[0]


def test_stored_text_of_a_login_and_of_a_rotation_cannot_be_used(client, user, password, settings):
    settings.SIMPLE_JWT = ROTATE
    body = {"username": user.username, "password": password}
    pair = client.post("/token/", body).json()
    client.post("/token/refresh/", {"refresh": pair["refresh"]})
    stored = list(OutstandingToken.objects.values_list("token", flat=True))
    assert len(stored) == 2
    for text in stored:
        assert text.count(".") == 1
        for attempt in (text, f"{text}.", f"{text}.AAAA"):
            assert client.post("/token/refresh/", {"refresh": attempt}).status_code == 401


@pytest.mark.parametrize("as_bytes", [False, True])
def test_stored_text_of_a_token_that_was_read_is_its_own(as_bytes):
    text = minted.token(minted.claims("refresh"), b'{"typ":"JWT" ,"alg":"HS256"}')
    RefreshToken(text.encode() if as_bytes else text).blacklist()
    assert OutstandingToken.objects.get().token == text.rpartition(".")[0]


def test_whole_text_is_stored_when_asked_for(user, settings):
    settings.SIMPLE_JWT = {"STORE_TOKEN_TEXT": True}
    token = RefreshToken.for_user(user)
    assert OutstandingToken.objects.get().token == str(token)


def test_whole_text_of_a_token_that_was_read_is_its_own(settings):
    settings.SIMPLE_JWT = {"STORE_TOKEN_TEXT": True}
    text = minted.token(minted.claims("refresh"), b'{"typ":"JWT" ,"alg":"HS256"}')
    RefreshToken(text).blacklist()
    assert OutstandingToken.objects.get().token == text


@pytest.mark.parametrize(
    "simple_jwt", [{}, {"AUDIENCE": "shop", "ISSUER": "house"}, {"ALGORITHM": "HS512"}]
)
def test_stored_text_is_what_is_signed(user, settings, simple_jwt):
    settings.SIMPLE_JWT = simple_jwt
    token = RefreshToken.for_user(user)
    assert str(token).startswith(OutstandingToken.objects.get().token + ".")


def test_backend_of_a_projects_own_need_only_encode_and_decode(user):
    class OwnBackend:
        def encode(self, payload):
            return forge.token(payload)

    class OwnToken(RefreshToken):
        def get_token_backend(self):
            return OwnBackend()

    token = OwnToken.for_user(user)
    assert OutstandingToken.objects.get().token == str(token).rpartition(".")[0]


# Blacklisting


def test_blacklisting_tells_whether_it_was_the_first(user):
    token = RefreshToken.for_user(user)
    row, is_new = token.blacklist()
    assert (row.token.jti, is_new) == (token["jti"], True)
    assert token.blacklist() == (row, False)


def test_unlisted_token_is_listed_with_its_user_when_it_is_blacklisted(user):
    RefreshToken(minted.refresh(user_id=str(user.pk))).blacklist()
    assert BlacklistedToken.objects.get().token.user == user


def test_unlisted_token_of_nobody_is_blacklisted_too():
    RefreshToken(minted.refresh(user_id="no such user")).blacklist()
    assert BlacklistedToken.objects.get().token.user is None


def test_deleting_a_user_does_not_bring_a_blacklisted_token_back(user):
    token = RefreshToken.for_user(user)
    token.blacklist()
    user.delete()
    with pytest.raises(TokenError, match="Token is blacklisted"):
        RefreshToken(str(token))


def test_blacklisted_token_is_refused_by_refresh_and_logout(refresh, logout, user):
    token = RefreshToken.for_user(user)
    answers = [logout(token), refresh(token), logout(token)]
    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (200, {}),
        (401, BLACKLISTED),
        (401, BLACKLISTED),
    ]


@pytest.mark.parametrize("after_rotation", [False, True])
def test_verify_honours_the_blacklist_always(client, user, settings, after_rotation):
    settings.SIMPLE_JWT = {"BLACKLIST_AFTER_ROTATION": after_rotation}
    token = RefreshToken.for_user(user)
    token.blacklist()
    answer = client.post("/token/verify/", {"token": str(token)})
    assert (answer.status_code, answer.json()) == (
        400,
        {"non_field_errors": ["Token is blacklisted"]},
    )


def test_blacklisted_sliding_token_does_not_authenticate(whoami, user, settings):
    settings.SIMPLE_JWT = {"AUTH_TOKEN_CLASSES": ["ferrojwt.drf.tokens.SlidingToken"]}
    token = SlidingToken.for_user(user)
    assert whoami(token).status_code == 200
    token.blacklist()
    assert whoami(token).status_code == 401


def test_row_of_a_blacklisted_sliding_token_outlives_every_exchange_of_it(user):
    token = SlidingToken.for_user(user)
    token.blacklist()
    last_exchange = datetime_from_epoch(token["refresh_exp"])
    assert OutstandingToken.objects.get().expires_at == last_exchange + SlidingToken.lifetime


def test_sliding_token_of_the_last_representable_day_can_be_blacklisted():
    SlidingToken(minted.sliding(refresh_exp=253402300799)).blacklist()
    assert OutstandingToken.objects.get().expires_at.year == 9999


def test_row_of_a_token_whose_life_was_extended_lasts_as_long_once_blacklisted(user):
    token = RefreshToken.for_user(user)
    token.set_exp(lifetime=timedelta(days=30))
    token.blacklist()
    assert OutstandingToken.objects.get().expires_at == datetime_from_epoch(token["exp"])


def test_access_token_is_not_taken_for_logout(logout):
    answer = logout(minted.access())
    assert (answer.status_code, answer.json()["detail"]) == (401, "Token has wrong type")


def test_logout_without_token_is_400(client):
    answer = client.post("/token/blacklist/", {})
    assert (answer.status_code, answer.json()) == (400, {"refresh": ["This field is required."]})


def test_view_function_answers_as_the_class_does(client, user):
    body = {"refresh": str(RefreshToken.for_user(user))}
    assert client.post("/functions/token/blacklist/", body).json() == {}


# Rotation


def test_rotated_token_is_spent_and_its_successor_is_listed(refresh, user, settings):
    settings.SIMPLE_JWT = ROTATE
    token = RefreshToken.for_user(user)
    successor = RefreshToken(refresh(token).json()["refresh"])
    assert refresh(token).json() == BLACKLISTED
    assert [row.token.jti for row in BlacklistedToken.objects.all()] == [token["jti"]]
    row = OutstandingToken.objects.get(jti=successor["jti"])
    assert (row.user, row.expires_at) == (user, datetime_from_epoch(successor["exp"]))


def test_rotation_without_blacklisting_lists_the_successor_only(refresh, user, settings):
    settings.SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True}
    token = RefreshToken.for_user(user)
    assert [refresh(token).status_code for _ in range(2)] == [200, 200]
    assert (OutstandingToken.objects.count(), BlacklistedToken.objects.count()) == (3, 0)


@pytest.mark.parametrize("change", ["inactive", "deleted"])
def test_token_refused_for_its_user_is_not_spent(refresh, user, settings, change):
    settings.SIMPLE_JWT = ROTATE
    token = RefreshToken.for_user(user)
    if change == "inactive":
        get_user_model().objects.update(is_active=False)
    else:
        user.delete()
    assert refresh(token).status_code == 401
    assert not BlacklistedToken.objects.exists()


def test_token_is_not_spent_when_its_successor_cannot_be_made(refresh, user, settings, monkeypatch):
    settings.SIMPLE_JWT = ROTATE
    token = RefreshToken.for_user(user)
    with monkeypatch.context() as patch:
        patch.setattr(RefreshToken, "outstand", lambda _: 1 / 0)
        assert refresh(token).status_code == 500
    assert refresh(token).status_code == 200


def test_blacklist_of_a_classs_own_is_asked(settings, without_app):
    from ferrojwt.drf.serializers import TokenRefreshSerializer

    spent = []

    class OwnToken(Token):
        token_type = "refresh"
        lifetime = timedelta(days=1)
        access_token = "access"

        def blacklist(self):
            spent.append(self["jti"])

    class OwnSerializer(TokenRefreshSerializer):
        token_class = OwnToken

    settings.SIMPLE_JWT = ROTATE
    body = {"refresh": minted.refresh(user_id=ABSENT)}
    serializer = OwnSerializer(data=body)
    assert serializer.is_valid()
    assert spent == [minted.claims()["jti"]]


def test_check_of_a_subclass_is_made_before_rotation(settings):
    from ferrojwt.drf.serializers import TokenRefreshSerializer

    class WatchedToken(RefreshToken):
        def check_blacklist(self):
            super().check_blacklist()
            raise TokenError("watched")

    class WatchedSerializer(TokenRefreshSerializer):
        token_class = WatchedToken

    settings.SIMPLE_JWT = ROTATE
    with pytest.raises(TokenError, match="watched"):
        WatchedSerializer(data={"refresh": minted.refresh()}).is_valid()


# Ids


@pytest.mark.parametrize(
    "jti", [1, None, [], {}, "a" * 256, "a\0", "\ud800"], ids=lambda jti: repr(jti)[:10]
)
@pytest.mark.parametrize("path", ["/token/refresh/", "/token/blacklist/"])
@pytest.mark.parametrize("simple_jwt", [{}, ROTATE], ids=["plain", "rotate"])
def test_id_that_no_row_can_hold_is_401(client, settings, jti, path, simple_jwt):
    settings.SIMPLE_JWT = {**simple_jwt, "JTI_CLAIM": "token_id"}
    token = minted.refresh(token_id=jti, user_id=ABSENT)
    answer = client.post(path, {"refresh": token})
    assert (answer.status_code, answer.json()["detail"]) == (401, "Token is invalid")


@pytest.mark.parametrize("jti", [1, [], {}, "a" * 256], ids=lambda jti: repr(jti)[:10])
def test_any_id_can_be_verified_without_a_crash(client, settings, jti):
    settings.SIMPLE_JWT = {"JTI_CLAIM": "token_id"}
    answer = client.post("/token/verify/", {"token": minted.access(token_id=jti)})
    assert answer.status_code in {200, 401}


@pytest.mark.parametrize("path", ["/token/refresh/", "/token/blacklist/"])
@pytest.mark.parametrize("simple_jwt", [{}, ROTATE], ids=["plain", "rotate"])
def test_missing_id_is_401(client, settings, path, simple_jwt):
    settings.SIMPLE_JWT = simple_jwt
    answer = client.post(path, {"refresh": minted.refresh(jti=ABSENT)})
    assert (answer.status_code, answer.json()["detail"]) == (401, "Token has no id")


def test_without_ids_tokens_are_refreshed_and_not_listed(refresh, settings):
    settings.SIMPLE_JWT = {"JTI_CLAIM": None, "ROTATE_REFRESH_TOKENS": True}
    assert refresh(minted.refresh(user_id=ABSENT)).status_code == 200
    assert not OutstandingToken.objects.exists()


@pytest.mark.parametrize(
    ("path", "simple_jwt"), [("/token/blacklist/", {}), ("/token/refresh/", ROTATE)]
)
def test_blacklisting_without_ids_is_improperly_configured(client, settings, path, simple_jwt):
    settings.SIMPLE_JWT = {**simple_jwt, "JTI_CLAIM": None}
    client.raise_request_exception = True
    with pytest.raises(ImproperlyConfigured, match="JTI_CLAIM"):
        client.post(path, {"refresh": minted.refresh()})


@pytest.mark.parametrize("path", ["/token/refresh/", "/token/blacklist/"])
@pytest.mark.parametrize("user_id", ["abc", [1], {"id": 1}, True, 1.5, "1" * 5000])
def test_user_id_of_nobody_does_no_harm(client, settings, path, user_id):
    settings.SIMPLE_JWT = ROTATE
    answer = client.post(path, {"refresh": minted.refresh(user_id=user_id)})
    assert answer.status_code == (401 if "refresh" in path else 200)


@pytest.mark.parametrize("exp", [253402300800, 10**30, "4000000000", "tomorrow"])
def test_unusable_expiry_is_401_at_logout(logout, exp):
    assert logout(minted.refresh(exp=exp)).status_code == 401


# Without the app


@pytest.mark.usefixtures("without_app")
def test_methods_are_missing_without_the_app(user):
    token = RefreshToken.for_user(user)
    assert not hasattr(token, "blacklist")
    assert not hasattr(token, "check_blacklist")
    assert token.outstand() is None
    assert RefreshToken(str(token)).payload == token.payload


def test_methods_are_there_with_the_app():
    assert hasattr(RefreshToken(), "blacklist")
    assert not hasattr(AccessToken(), "blacklist")


@pytest.mark.usefixtures("without_app")
def test_verify_asks_no_blacklist_without_the_app(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.post("/token/verify/", {"token": minted.access()}).status_code == 200


@pytest.mark.parametrize(
    ("path", "simple_jwt"), [("/token/blacklist/", {}), ("/token/refresh/", ROTATE)]
)
@pytest.mark.usefixtures("without_app")
def test_view_that_could_not_keep_its_promise_says_what_to_install(
    client, settings, path, simple_jwt
):
    settings.SIMPLE_JWT = simple_jwt
    client.raise_request_exception = True
    with pytest.raises(ImproperlyConfigured, match=r"ferrojwt\.drf\.token_blacklist"):
        client.post(path, {"refresh": minted.refresh()})


@pytest.mark.usefixtures("without_app")
def test_rotation_alone_needs_no_app(refresh, settings, user):
    settings.SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True}
    assert refresh(RefreshToken.for_user(user)).status_code == 200


# The tables


def test_rows_describe_themselves(user):
    token = RefreshToken.for_user(user)
    row, _ = token.blacklist()
    assert str(row.token) == f"Token for alice ({token['jti']})"
    assert str(row) == "Blacklisted token for alice"


def test_models_have_no_missing_migrations():
    from django.core.management import call_command

    call_command("makemigrations", "token_blacklist", check=True, dry_run=True, verbosity=0)


def test_id_column_is_as_wide_as_the_check_of_ids():
    column = OutstandingToken._meta.get_field("jti")
    assert isinstance(column, CharField)
    assert column.max_length == 255


def test_refused_again_after_the_moment_of_blacklisting_has_passed(refresh, user, settings):
    settings.SIMPLE_JWT = ROTATE
    token = RefreshToken.for_user(user)
    refresh(token)
    with freeze_time(token.current_time + timedelta(hours=12)):
        assert refresh(token).status_code == 401


class SilentRefreshToken(RefreshToken):
    """Does more when it is blacklisted, and returns nothing, as projects' own classes may."""

    def blacklist(self):
        super().blacklist()


class OwnRefreshToken(RefreshToken):
    """Blacklists by itself."""

    def blacklist(self):
        row, _ = self.outstand()
        BlacklistedToken.objects.get_or_create(token=row)


@pytest.mark.parametrize("token_class", [SilentRefreshToken, OwnRefreshToken])
def test_override_that_returns_nothing_blacklists_all_the_same(
    refresh, logout, user, settings, monkeypatch, token_class
):
    settings.SIMPLE_JWT = ROTATE
    for name in ("TokenRefreshSerializer", "TokenBlacklistSerializer"):
        monkeypatch.setattr(f"ferrojwt.drf.serializers.{name}.token_class", token_class)
    token = token_class.for_user(user)

    assert refresh(token).status_code == 200
    for present_again in (refresh, logout):
        response = present_again(token)
        assert (response.status_code, response.json()) == (401, BLACKLISTED)


def test_inactive_user_does_not_refresh_under_a_rule_that_lets_him(refresh, user, settings):
    settings.SIMPLE_JWT = {"USER_AUTHENTICATION_RULE": "tests.drf.test_blacklist.anybody"}
    token = RefreshToken.for_user(user)
    user.is_active = False
    user.save()

    assert refresh(token).status_code == 401


def anybody(user):
    return user is not None


@pytest.mark.django_db(transaction=True)
def test_user_who_is_deleted_during_a_log_in_gets_401(client, user, password, monkeypatch):
    def deleted_first(token_class, account):
        get_user_model().objects.filter(pk=account.pk).delete()
        return for_user(account)

    for_user = RefreshToken.for_user
    monkeypatch.setattr(RefreshToken, "for_user", classmethod(deleted_first))

    response = client.post("/token/", {"username": user.username, "password": password})

    assert response.status_code == 401


@pytest.mark.django_db(transaction=True)
def test_user_who_is_deleted_during_a_rotation_gets_401(refresh, user, settings, monkeypatch):
    settings.SIMPLE_JWT = ROTATE
    token = RefreshToken.for_user(user)

    def deleted_after(self, token):
        check(self, token)
        get_user_model().objects.filter(pk=user.pk).delete()

    check = TokenRefreshSerializer._check_account
    monkeypatch.setattr(TokenRefreshSerializer, "_check_account", deleted_after)

    assert refresh(token).status_code == 401
