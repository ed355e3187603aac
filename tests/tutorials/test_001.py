"""Tutorial 001: two functions around `encode` and `decode`, for plain views."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta, timezone
from uuid import UUID

import jwt as pyjwt
import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.http import JsonResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy

import ferrojwt as jwt
from ferrojwt.django.decorators import jwt_required
from ferrojwt.drf.tokens import AccessToken
from tests.core import forge, keys
from tests.core.forge import KEY
from tests.drf import minted


@pytest.mark.usefixtures("without_cryptography")
@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_key_pairs_work_without_cryptography(algorithm):
    token = jwt.encode({"sub": "1"}, keys.PRIVATE[algorithm], algorithm=algorithm)
    assert jwt.decode(token, keys.PUBLIC[algorithm], algorithms=[algorithm]) == {"sub": "1"}


@pytest.mark.filterwarnings("error")
def test_token_hex_of_32_is_long_enough_for_hs256():
    secret = secrets.token_hex(32)
    assert jwt.decode(jwt.encode({}, secret), secret, algorithms=["HS256"]) == {}


@pytest.mark.parametrize("wrap", [lambda user: user, lambda user: SimpleLazyObject(lambda: user)])
def test_a_user_in_the_payload_points_at_its_pk(user, wrap):
    with pytest.raises(
        TypeError, match=r"^Object of type User is not JSON serializable.*pass its pk"
    ):
        jwt.encode({"user": wrap(user)}, KEY, algorithm="HS256")
    assert jwt.decode(jwt.encode({"user": user.pk}, KEY), KEY, ["HS256"]) == {"user": user.pk}


def test_a_lazy_text_in_the_payload_points_at_the_encoder():
    with pytest.raises(TypeError, match=r"'role' claim: .* json_encoder=DjangoJSONEncoder"):
        jwt.encode({"role": gettext_lazy("Yes")}, KEY, algorithm="HS256")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (gettext_lazy("Yes"), "Yes"),
        (datetime(2096, 10, 2, tzinfo=timezone.utc), "2096-10-02T00:00:00Z"),
    ],
    ids=["UUID", "lazy text", "datetime"],
)
def test_djangos_encoder_is_the_opt_in(value, written):
    token = jwt.encode({"value": value}, KEY, algorithm="HS256", json_encoder=DjangoJSONEncoder)
    assert jwt.decode(token, KEY, algorithms=["HS256"]) == {"value": written}


def test_djangos_encoder_may_be_the_setting(project):
    project.SIMPLE_JWT = {"JSON_ENCODER": "django.core.serializers.json.DjangoJSONEncoder"}
    token = AccessToken()
    token["role"] = gettext_lazy("Yes")
    assert minted.payload(str(token))["role"] == "Yes"


@pytest.fixture
def payload():
    now = datetime.now(timezone.utc)
    return {"user": 1, "exp": now + timedelta(days=1), "iat": now, "iss": "shop"}


def test_times_given_as_datetimes_become_seconds(payload):
    claims = json.loads(forge.payload_bytes(jwt.encode(payload, KEY, algorithm="HS256")))
    assert claims["iat"] == int(payload["iat"].timestamp())
    assert claims["exp"] == claims["iat"] + 86_400


def test_token_is_the_one_that_pyjwt_makes(payload):
    ours = jwt.encode(payload, KEY, algorithm="HS256")
    assert ours == pyjwt.encode(payload, KEY, algorithm="HS256")
    assert jwt.decode(ours, KEY, algorithms=["HS256"])["user"] == 1


@pytest.mark.parametrize("algorithms", [["HS384"], ["RS256"], ["none"]], ids=str)
def test_decode_takes_the_algorithms_named_and_no_others(payload, algorithms):
    token = jwt.encode(payload, KEY, algorithm="HS256")
    assert jwt.decode(token, KEY, algorithms=["HS256"])["iss"] == "shop"
    with pytest.raises(jwt.InvalidAlgorithmError):
        jwt.decode(token, KEY, algorithms=algorithms)


def test_issuer_is_checked_where_it_is_named():
    token = jwt.encode({"iss": "somebody else"}, KEY)
    with pytest.raises(jwt.InvalidIssuerError):
        jwt.decode(token, KEY, algorithms=["HS256"], issuer="shop")


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        (forge.token({"exp": 1}), "expired"),
        (forge.token({}, key="another"), "invalid"),
        ("garbage", "invalid"),
    ],
    ids=["expired", "forged", "malformed"],
)
def test_expired_is_told_from_invalid(token, expected):
    def verdict():
        try:
            jwt.decode(token, KEY, algorithms=["HS256"])
        except jwt.ExpiredSignatureError:
            return "expired"
        except jwt.InvalidTokenError:
            return "invalid"
        return None

    assert verdict() == expected


@pytest.mark.parametrize(
    "token", [lambda: minted.access(exp=1), lambda: "garbage"], ids=["expired", "malformed"]
)
@pytest.mark.usefixtures("user")
def test_refused_token_never_reaches_a_guarded_view(rf, token):
    reached = []

    @jwt_required
    def view(request):
        reached.append(request)
        return JsonResponse({})

    assert view(rf.get("/", HTTP_AUTHORIZATION=f"Bearer {token()}")).status_code == 401
    assert reached == []
