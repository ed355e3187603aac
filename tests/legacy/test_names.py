"""The names of both libraries are there, and one object has one identity."""

from __future__ import annotations

import ast
import importlib.util
import inspect
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from ferrojwt.legacy import authentication, compat, serializers, utils, views

# Of djangorestframework-jwt 1.11, with what they are here.
ALIASES = [
    (views.JSONWebTokenAPIView, views.BaseJSONWebTokenAPIView),
    (views.ObtainJSONWebToken, views.ObtainJSONWebTokenView),
    (views.VerifyJSONWebToken, views.VerifyJSONWebTokenView),
    (views.RefreshJSONWebToken, views.RefreshJSONWebTokenView),
    (serializers.VerifyJSONWebTokenSerializer, serializers.VerifyAuthTokenSerializer),
    (serializers.RefreshJSONWebTokenSerializer, serializers.RefreshAuthTokenSerializer),
    (utils.jwt_payload_handler, utils.jwt_create_payload),
    (utils.jwt_encode_handler, utils.jwt_encode_payload),
    (utils.jwt_decode_handler, utils.jwt_decode_token),
    (utils.jwt_response_payload_handler, utils.jwt_create_response_payload),
]
MODULES = [
    "authentication",
    "blacklist.admin",
    "blacklist.apps",
    "blacklist.exceptions",
    "blacklist.models",
    "blacklist.permissions",
    "blacklist.serializers",
    "blacklist.signals",
    "blacklist.views",
    "compat",
    "permissions",
    "serializers",
    "settings",
    "utils",
    "views",
]


@pytest.mark.parametrize(("alias", "name"), ALIASES)
def test_alias_is_the_same_object(alias, name):
    assert alias is name


@pytest.mark.parametrize("module", MODULES)
def test_names_of_drf_jwt_are_there(module):
    spec = importlib.util.find_spec("rest_framework_jwt")
    if spec is None:
        pytest.skip("the real drf-jwt is not installed")
    source = Path(spec.submodule_search_locations[0], *module.split(".")).with_suffix(".py")
    defined = {
        node.name
        for node in ast.parse(source.read_text("utf-8")).body
        if isinstance(node, (ast.ClassDef, ast.FunctionDef))
    }
    ours = importlib.import_module(f"ferrojwt.legacy.{module}")
    assert {name for name in defined if not hasattr(ours, name)} == set()


@pytest.mark.parametrize(
    ("module", "name", "setting"),
    [
        (authentication, "jwt_decode_handler", "JWT_DECODE_HANDLER"),
        (authentication, "jwt_get_username_from_payload", "JWT_PAYLOAD_GET_USERNAME_HANDLER"),
        (serializers, "jwt_payload_handler", "JWT_PAYLOAD_HANDLER"),
        (serializers, "jwt_encode_handler", "JWT_ENCODE_HANDLER"),
        (views, "jwt_response_payload_handler", "JWT_RESPONSE_PAYLOAD_HANDLER"),
    ],
)
def test_global_handler_is_that_of_the_settings(settings, module, name, setting):
    settings.JWT_AUTH = {setting: len}
    assert getattr(module, name) is len


@pytest.mark.parametrize("module", [authentication, serializers, views])
def test_other_names_are_attribute_errors(module):
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = module.nothing


def test_everything_in_compat_is_there():
    assert all(hasattr(compat, name) for name in compat.__all__)
    assert compat.jwt_version == 2
    assert compat.has_set_cookie_samesite()


def test_compat_decodes(token, settings):
    assert compat.jwt_decode(token, settings.SECRET_KEY)["username"] == "alice"
    assert compat.jwt_decode(token, None, verify=False)["username"] == "alice"


def test_options_of_the_caller_are_left_alone(token):
    options = {"verify_exp": False}
    compat.jwt_decode(token, None, verify=False, options=options)
    assert options == {"verify_exp": False}


def test_serializer_has_its_data_under_the_older_name(user, token):
    serializer = serializers.VerifyJSONWebTokenSerializer(data={"token": token})
    assert serializer.is_valid()
    assert serializer.object["user"] == user


def test_base_serializer_is_for_subclasses(token):
    class Own(serializers.VerificationBaseSerializer):
        def validate(self, attrs):
            payload = self._check_payload(attrs["token"])
            return {"user": self._check_user(payload), **attrs}

    assert Own(data={"token": token}).is_valid()
    unfinished = serializers.VerificationBaseSerializer(data={"token": token})
    with pytest.raises(NotImplementedError):
        unfinished.is_valid()


def test_username_of_a_user(user):
    assert compat.get_username(user) == utils.jwt_create_payload(user)["username"]
    assert compat.get_username_field() == utils.get_username_field() == "username"
    assert utils.jwt_get_user_id_from_payload_handler({"user_id": 7}) == 7


def test_epoch_of_a_naive_datetime_is_that_of_utc():
    assert utils.unix_epoch(datetime(1970, 1, 2)) == 86_400  # noqa: DTZ001 - that is the point


def test_exp_is_a_naive_datetime_in_utc(user):
    payload = utils.jwt_create_payload(user)
    assert payload["exp"].tzinfo is None
    assert utils.unix_epoch(payload["exp"]) - payload["iat"] == 300


def test_command_prints_a_token(settings, user):
    settings.DEBUG = True
    output = StringIO()
    call_command("obtain_token", str(user.pk), stdout=output)
    assert utils.jwt_decode_token(output.getvalue().strip())["user_id"] == user.pk


@pytest.mark.parametrize(("debug", "pk"), [(False, None), (True, "0"), (True, "x")])
def test_command_ends_with_status_1_without_a_token(settings, user, debug, pk):
    settings.DEBUG = debug
    errors = StringIO()
    with pytest.raises(SystemExit) as ending:
        call_command("obtain_token", pk or str(user.pk), stderr=errors)
    assert ending.value.code == 1
    assert errors.getvalue().startswith("Unable to obtain token because ")


def test_response_handler_has_drf_jwts_signature():
    assert list(inspect.signature(utils.jwt_create_response_payload).parameters) == [
        "token",
        "user",
        "request",
        "issued_at",
    ]
