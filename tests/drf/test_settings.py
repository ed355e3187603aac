"""SIMPLE_JWT: read when used, wherever it is used."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from json import JSONEncoder

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from freezegun import freeze_time

import ferrojwt
from ferrojwt.drf.exceptions import TokenBackendError, TokenError
from ferrojwt.drf.settings import (
    DEFAULTS,
    IMPORT_STRINGS,
    REMOVED_SETTINGS,
    APISettings,
    api_settings,
    import_path,
)
from ferrojwt.drf.state import token_backend
from ferrojwt.drf.tokens import AccessToken, RefreshToken, UntypedToken
from ferrojwt.drf.utils import LAST_MOMENT, aware_utcnow, datetime_from_epoch, showable
from tests.drf import minted
from tests.drf.minted import ABSENT

OTHER_KEY = "another-key-of-the-drf-tests-0123456789-0123456789-0123456789-0123456789"
SLICE_DEFAULTS = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=1),
    "ROTATE_REFRESH_TOKENS": False,
    "UPDATE_LAST_LOGIN": False,
    "ALGORITHM": "HS256",
    "AUDIENCE": None,
    "ISSUER": None,
    "JSON_ENCODER": None,
    "LEEWAY": 0,
    "AUTH_HEADER_TYPES": ("Bearer",),
    "AUTH_HEADER_NAME": "HTTP_AUTHORIZATION",
    "USER_ID_FIELD": "id",
    "USER_ID_CLAIM": "user_id",
    "TOKEN_TYPE_CLAIM": "token_type",
    "JTI_CLAIM": "jti",
    "CHECK_USER_IS_ACTIVE": True,
}


class StrictEncoder(JSONEncoder):
    """Writes timedelta as seconds."""

    def default(self, o):
        return o.total_seconds() if isinstance(o, timedelta) else super().default(o)


@pytest.mark.parametrize(("name", "value"), SLICE_DEFAULTS.items())
def test_default_is_that_of_the_contract(name, value):
    assert getattr(api_settings, name) == value


@pytest.mark.parametrize("name", sorted(DEFAULTS))
def test_every_default_can_be_resolved(name):
    value = getattr(api_settings, name)
    if name.endswith("_SERIALIZER"):
        assert isinstance(import_path(value), type)
    if name in IMPORT_STRINGS and value is not None:
        assert all(map(callable, value if isinstance(value, list) else [value]))


@pytest.mark.parametrize("name", sorted(DEFAULTS))
def test_override_takes_effect_and_ends(name):
    value = object()
    before = getattr(api_settings, name)
    with override_settings(SIMPLE_JWT={name: value}):
        assert getattr(api_settings, name) is value
    assert getattr(api_settings, name) == before


@pytest.mark.parametrize("configured", [None, {}])
def test_defaults_stand_without_settings(configured):
    with override_settings(SIMPLE_JWT=configured):
        assert api_settings.ALGORITHM == "HS256"


def test_settings_of_the_rest_framework_are_not_ours():
    with override_settings(REST_FRAMEWORK={"ALGORITHM": "none"}):
        assert api_settings.ALGORITHM == "HS256"


def test_simple_jwt_inside_rest_framework_is_honoured():
    with override_settings(REST_FRAMEWORK={"SIMPLE_JWT": {"ALGORITHM": "HS512"}}):
        assert api_settings.ALGORITHM == "HS512"
    assert api_settings.ALGORITHM == "HS256"


@override_settings(SIMPLE_JWT={}, REST_FRAMEWORK={"SIMPLE_JWT": {"ALGORITHM": "HS512"}})
def test_simple_jwt_at_its_place_wins_over_the_one_inside_rest_framework():
    assert api_settings.ALGORITHM == "HS256"


def test_unknown_keys_are_ignored():
    with override_settings(SIMPLE_JWT={"ACCESS_TOKEN_LIVETIME": 1}):
        assert timedelta(minutes=5) == AccessToken.lifetime


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="NO_SUCH"):
        api_settings.NO_SUCH  # noqa: B018 - the access is the test


def test_settings_other_than_a_dict_are_improperly_configured():
    with (
        override_settings(SIMPLE_JWT=[]),
        pytest.raises(ImproperlyConfigured, match="SIMPLE_JWT must be a dict"),
    ):
        api_settings.ALGORITHM  # noqa: B018 - the access is the test


@pytest.mark.parametrize("name", REMOVED_SETTINGS)
def test_settings_of_early_releases_are_refused(name, monkeypatch):
    # Not announced as override_settings would: simplejwt itself, which these tests load, listens.
    monkeypatch.setattr(settings, "SIMPLE_JWT", {name: "x"}, raising=False)
    api_settings.reload()
    with pytest.raises(RuntimeError, match=rf"SIMPLE_JWT\['{name}'\] has been removed"):
        AccessToken("garbage")


@pytest.mark.parametrize("configured", [None, {"ALGORITHM": "HS256"}])
def test_user_settings_can_be_patched_in_place(configured):
    settings = APISettings()
    with override_settings(SIMPLE_JWT=configured):
        settings.user_settings["ALGORITHM"] = "HS512"
        delattr(settings, "ALGORITHM")
        assert settings.ALGORITHM == "HS512"
        del settings.user_settings["ALGORITHM"]
        delattr(settings, "ALGORITHM")
        assert settings.ALGORITHM == "HS256"


def test_patched_import_string_is_imported_anew():
    settings = APISettings()
    with override_settings(SIMPLE_JWT={}):
        assert [AccessToken] == settings.AUTH_TOKEN_CLASSES
        settings.user_settings["AUTH_TOKEN_CLASSES"] = ("ferrojwt.drf.tokens.RefreshToken",)
        delattr(settings, "AUTH_TOKEN_CLASSES")
        assert [RefreshToken] == settings.AUTH_TOKEN_CLASSES


def test_value_set_on_the_object_stands_until_it_is_deleted(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(api_settings, "ALGORITHM", "HS512")
        assert api_settings.ALGORITHM == "HS512"
    assert api_settings.ALGORITHM == "HS256"


def test_deleting_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError):
        del api_settings.NO_SUCH


def test_import_is_done_once_for_the_same_value():
    assert api_settings.AUTH_TOKEN_CLASSES is api_settings.AUTH_TOKEN_CLASSES


def test_reload_imports_again():
    before = api_settings.AUTH_TOKEN_CLASSES
    api_settings.reload()
    assert api_settings.AUTH_TOKEN_CLASSES is not before


def test_import_that_fails_names_path_and_setting():
    with (
        override_settings(SIMPLE_JWT={"USER_AUTHENTICATION_RULE": "nowhere.rule"}),
        pytest.raises(ImportError, match=r"'nowhere\.rule' for SIMPLE_JWT\['USER_AUTH"),
    ):
        api_settings.USER_AUTHENTICATION_RULE  # noqa: B018 - the access is the test


@override_settings(
    SIMPLE_JWT={
        "AUTH_TOKEN_CLASSES": ("rest_framework_simplejwt.tokens.AccessToken",),
        "USER_AUTHENTICATION_RULE": (
            "rest_framework_simplejwt.authentication.default_user_authentication_rule"
        ),
        "TOKEN_OBTAIN_SERIALIZER": (
            "rest_framework_simplejwt.serializers.TokenObtainPairSerializer"
        ),
    }
)
def test_paths_copied_from_simplejwt_lead_here(client, user, password, whoami):
    assert [AccessToken] == api_settings.AUTH_TOKEN_CLASSES
    pair = client.post("/token/", {"username": user.username, "password": password}).json()
    assert whoami(pair["access"]).status_code == 200


@pytest.mark.parametrize("token_class", [AccessToken, RefreshToken])
def test_lifetime_follows_the_settings_on_class_and_instance(token_class):
    name = f"{token_class.token_type.upper()}_TOKEN_LIFETIME"
    with override_settings(SIMPLE_JWT={name: timedelta(minutes=7)}):
        token = token_class()
        assert token_class.lifetime == token.lifetime == timedelta(minutes=7)
        assert token["exp"] - token["iat"] == 7 * 60


@override_settings(SIMPLE_JWT={"ALGORITHM": "HS512"})
def test_algorithm_follows_the_settings():
    assert ferrojwt.get_unverified_header(str(AccessToken()))["alg"] == "HS512"


@pytest.mark.parametrize(
    "override", [{"SECRET_KEY": OTHER_KEY}, {"SIMPLE_JWT": {"SIGNING_KEY": OTHER_KEY}}]
)
def test_key_follows_the_settings(override):
    token = str(AccessToken())
    with override_settings(**override), pytest.raises(TokenError):
        AccessToken(token)


def test_bytes_are_a_key():
    with override_settings(SIMPLE_JWT={"SIGNING_KEY": OTHER_KEY.encode()}):
        assert AccessToken(str(AccessToken()))


@pytest.mark.parametrize("key", ["", b"", None])
@pytest.mark.parametrize("use", [lambda: str(AccessToken()), lambda: AccessToken("garbage")])
def test_empty_key_is_improperly_configured_with_what_to_set(key, use):
    with (
        override_settings(SIMPLE_JWT={"SIGNING_KEY": key}),
        pytest.raises(ImproperlyConfigured, match=r"Set SIMPLE_JWT\['SIGNING_KEY'\]"),
    ):
        use()


PEM = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n"


@pytest.mark.parametrize("use", [lambda: str(AccessToken()), lambda: AccessToken(minted.access())])
def test_public_key_as_secret_is_improperly_configured(use):
    with (
        override_settings(SIMPLE_JWT={"SIGNING_KEY": PEM}),
        pytest.raises(ImproperlyConfigured, match="asymmetric"),
    ):
        use()


@pytest.mark.parametrize("algorithm", ["none", "XS256", None, "hs256"])
def test_unknown_algorithm_is_improperly_configured(algorithm):
    with (
        override_settings(SIMPLE_JWT={"ALGORITHM": algorithm}),
        pytest.raises(ImproperlyConfigured, match=r"SIMPLE_JWT\['ALGORITHM'\].*HS256"),
    ):
        AccessToken("garbage")


def test_leeway_of_a_wrong_type_is_improperly_configured():
    with (
        override_settings(SIMPLE_JWT={"LEEWAY": "1"}),
        pytest.raises(ImproperlyConfigured, match=r"SIMPLE_JWT\['LEEWAY'\] is '1'"),
    ):
        AccessToken(minted.access())


@pytest.mark.parametrize("leeway", [10, 10.0, timedelta(seconds=10)])
def test_leeway_extends_the_life_of_a_token(leeway):
    with freeze_time("2030-01-01 00:00:00"):
        token = str(AccessToken())
    with freeze_time("2030-01-01 00:05:05"), override_settings(SIMPLE_JWT={"LEEWAY": leeway}):
        assert AccessToken(token)


@pytest.mark.parametrize("leeway", [0, None])
def test_token_expires_at_its_second_without_leeway(leeway):
    with freeze_time("2030-01-01 00:00:00"):
        token = str(AccessToken())
    with (
        freeze_time("2030-01-01 00:05:00"),
        override_settings(SIMPLE_JWT={"LEEWAY": leeway}),
        pytest.raises(TokenError),
    ):
        AccessToken(token)


@pytest.mark.parametrize(
    ("setting", "changes"),
    [
        ({"AUDIENCE": "shop"}, {}),
        ({"AUDIENCE": "shop"}, {"aud": "other"}),
        ({"ISSUER": "house"}, {}),
        ({"ISSUER": "house"}, {"iss": "hous"}),
    ],
)
def test_audience_and_issuer_of_the_settings_are_required(setting, changes):
    with override_settings(SIMPLE_JWT=setting), pytest.raises(TokenError):
        AccessToken(minted.access(**changes))


def test_one_of_several_audiences_is_enough():
    with override_settings(SIMPLE_JWT={"AUDIENCE": ["shop", "forum"]}):
        assert AccessToken(minted.access(aud="forum"))["aud"] == "forum"


def test_audience_of_a_token_does_not_matter_without_the_setting():
    assert AccessToken(minted.access(aud="anybody"))


@pytest.mark.parametrize("encoder", [StrictEncoder, f"{__name__}.StrictEncoder"])
def test_json_encoder_writes_the_claims(encoder, settings):
    settings.SIMPLE_JWT = {"JSON_ENCODER": encoder}
    token = AccessToken()
    token["span"] = timedelta(seconds=90)
    assert AccessToken(str(token))["span"] == 90.0


@override_settings(SIMPLE_JWT={"JTI_CLAIM": None})
def test_id_is_neither_written_nor_missed_without_its_claim():
    assert list(AccessToken().payload) == ["token_type", "exp", "iat"]
    assert AccessToken(minted.access(jti=ABSENT))


@pytest.mark.usefixtures("without_app")
@override_settings(SIMPLE_JWT={"TOKEN_TYPE_CLAIM": None})
def test_type_is_neither_written_nor_missed_without_its_claim():
    assert list(AccessToken().payload) == ["exp", "iat", "jti"]
    assert AccessToken(minted.access(token_type=ABSENT))


@override_settings(SIMPLE_JWT={"JTI_CLAIM": "token_id", "TOKEN_TYPE_CLAIM": "kind"})
def test_claims_can_be_renamed():
    refresh = RefreshToken()
    assert list(refresh.payload) == ["kind", "exp", "iat", "token_id"]
    assert refresh.access_token["kind"] == "access"
    assert refresh.access_token["token_id"] != refresh["token_id"]


@pytest.mark.parametrize("use_tz", [True, False])
def test_tokens_are_the_same_whatever_use_tz_says(use_tz):
    with override_settings(USE_TZ=use_tz), freeze_time("2030-01-01"):
        token = AccessToken()
        assert token["iat"] == datetime(2030, 1, 1, tzinfo=timezone.utc).timestamp()
        assert AccessToken(str(token)).payload == json.loads(json.dumps(token.payload))


def test_value_set_on_the_object_reaches_the_backend(monkeypatch):
    assert AccessToken(minted.access())
    with monkeypatch.context() as patch:
        patch.setattr(api_settings, "ISSUER", "house")
        assert token_backend.issuer == "house"
        with pytest.raises(TokenError):
            AccessToken(minted.access())
    assert AccessToken(minted.access())


def test_value_deleted_from_the_object_no_longer_reaches_the_backend():
    api_settings.ISSUER = "house"
    issuer = token_backend.issuer
    del api_settings.ISSUER
    assert (issuer, token_backend.issuer) == ("house", None)


@pytest.fixture
def past_its_second():
    """A token that has expired, but for a leeway."""
    with freeze_time("2030-01-01 00:00:00"):
        token = str(AccessToken())
    with freeze_time("2030-01-01 00:05:05"):
        yield token
    vars(token_backend).pop("leeway", None)


def test_leeway_assigned_to_the_backend_stands_until_it_is_deleted(past_its_second):
    with pytest.raises(TokenError):
        AccessToken(past_its_second)
    token_backend.leeway = timedelta(seconds=10)
    assert AccessToken(past_its_second)
    del token_backend.leeway
    assert token_backend.get_leeway() == timedelta(0)
    with pytest.raises(TokenError):
        AccessToken(past_its_second)


@pytest.mark.parametrize(
    ("attribute", "value"),
    [("audience", "shop"), ("issuer", "house"), ("algorithm", "HS512"), ("signing_key", OTHER_KEY)],
)
def test_what_is_assigned_to_the_backend_stands_whatever_settings_change(
    attribute, value, monkeypatch
):
    assert token_backend.decode(minted.access())
    monkeypatch.setitem(vars(token_backend), attribute, value)
    with override_settings(DEBUG=True):
        api_settings.reload()
        with pytest.raises(TokenBackendError):
            token_backend.decode(minted.access())


@pytest.mark.parametrize("setting", ["AUDIENCE", "ISSUER"])
def test_token_of_a_former_key_is_held_to_the_same_claims(setting, settings):
    claim = {"AUDIENCE": "aud", "ISSUER": "iss"}[setting]
    settings.SIMPLE_JWT = {setting: "ours"}
    good, other = minted.access(**{claim: "ours"}), minted.access(**{claim: "another"})
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = OTHER_KEY
    assert AccessToken(good)[claim] == "ours"
    with pytest.raises(TokenError):
        AccessToken(other)


def test_negative_leeway_shortens_the_life_of_a_token():
    with freeze_time("2030-01-01 00:00:00"):
        token = AccessToken()
    with freeze_time("2030-01-01 00:04:55"), override_settings(SIMPLE_JWT={"LEEWAY": -10}):
        with pytest.raises(TokenError):
            AccessToken(str(token))
        # Without the signature's check in between.
        token.current_time += timedelta(minutes=4, seconds=55)
        with pytest.raises(TokenError):
            token.check_exp()


@pytest.mark.parametrize("use_tz", [True, False])
def test_moment_that_no_time_zone_can_show_is_moved_back(use_tz):
    with override_settings(USE_TZ=use_tz):
        last = showable(datetime_from_epoch(253_402_300_799))
        assert (last.date(), last.tzinfo is not None) == (LAST_MOMENT.date(), use_tz)
        assert showable(aware_utcnow()) < last


def test_leeway_of_a_wrong_type_assigned_to_the_backend_is_a_backend_error():
    token_backend.leeway = "1"
    try:
        with pytest.raises(TokenBackendError):
            token_backend.get_leeway()
    finally:
        del token_backend.leeway


def test_untyped_token_takes_the_settings_too():
    with override_settings(SIMPLE_JWT={"SIGNING_KEY": OTHER_KEY}), pytest.raises(TokenError):
        UntypedToken(minted.access())


@pytest.mark.parametrize("use_tz", [True, False])
def test_times_are_aware_exactly_when_use_tz_is_on(use_tz):
    with override_settings(USE_TZ=use_tz):
        assert (AccessToken().current_time.tzinfo is timezone.utc) is use_tz
