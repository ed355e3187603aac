"""PyJWT 1.x's conventions: what they serve, what they refuse, and whom they do not concern."""

from __future__ import annotations

import _thread
import json
import sys
import threading
import time
import warnings
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

import ferrojwt
from ferrojwt import exceptions
from ferrojwt.legacy import pyjwt1 as jwt
from tests.core import forge, keys

KEY = "the-secret-key-of-these-tests-0123456789-0123456789-0123456789-0123456789"
CLAIMS = {"sub": "42"}
WITHOUT_ALGORITHMS = r"`jwt\.decode` without algorithms is taken as HS256\. Write `jwt\.decode\("
NO_LONGER_THIRD = "`verify` is no longer the third argument"
TOKEN = ferrojwt.encode(CLAIMS, KEY)


def taken_as_hs256():
    return pytest.warns(DeprecationWarning, match=WITHOUT_ALGORITHMS)


# encode


def test_token_can_be_decoded_as_if_it_were_bytes():
    token = jwt.encode(CLAIMS, KEY)
    with pytest.warns(DeprecationWarning, match=r"returns text: leave `\.decode\(\.\.\.\)` out"):
        text = token.decode("utf-8")
    assert (type(text), text) == (str, TOKEN)


def test_token_is_text():
    token = jwt.encode(CLAIMS, KEY)
    assert isinstance(token, str)
    assert token == TOKEN
    assert json.dumps({"token": token}) == json.dumps({"token": TOKEN})
    assert ferrojwt.decode(token, KEY, algorithms=["HS256"]) == CLAIMS


@pytest.mark.filterwarnings("error")
def test_encoding_as_today_warns_of_nothing():
    assert jwt.encode(CLAIMS, KEY, algorithm="HS512", headers={"kid": "1"}).count(".") == 2


# decode without algorithms


def test_call_without_algorithms_verifies_hs256():
    with taken_as_hs256():
        assert jwt.decode(TOKEN, KEY) == CLAIMS


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_token_of_another_algorithm_is_refused_whatever_it_says(algorithm):
    token = ferrojwt.encode(CLAIMS, KEY, algorithm=algorithm)
    with taken_as_hs256(), pytest.raises(jwt.InvalidAlgorithmError):
        jwt.decode(token, KEY)


def test_unsigned_token_is_refused():
    token = ferrojwt.encode(CLAIMS, None, algorithm="none")
    with taken_as_hs256(), pytest.raises(jwt.InvalidAlgorithmError):
        jwt.decode(token, KEY)


def test_token_under_another_key_is_refused():
    token = ferrojwt.encode(CLAIMS, KEY[::-1])
    with taken_as_hs256(), pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, KEY)


def test_expired_token_is_refused():
    token = ferrojwt.encode({"exp": int(time.time()) - 1}, KEY)
    with taken_as_hs256(), pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(token, KEY)


@pytest.mark.parametrize(
    "key", ["", b"", keys.text("rsa-2048.pub.pem"), keys.text("P-256.ssh.pub")]
)
def test_what_is_no_secret_verifies_nothing(key):
    token = forge.token(CLAIMS, key=key)
    with taken_as_hs256(), pytest.raises(jwt.InvalidKeyError):
        jwt.decode(token, key)


def test_audience_and_leeway_are_honoured():
    token = ferrojwt.encode({"aud": "us", "exp": int(time.time()) - 5}, KEY)
    with taken_as_hs256():
        assert jwt.decode(token, KEY, audience="us", leeway=60)["aud"] == "us"
    with taken_as_hs256(), pytest.raises(jwt.InvalidAudienceError):
        jwt.decode(token, KEY, audience="them", leeway=60)


# verify


def test_third_argument_may_be_verify():
    with taken_as_hs256(), pytest.warns(DeprecationWarning, match=NO_LONGER_THIRD):
        assert jwt.decode(TOKEN, KEY, True) == CLAIMS


def test_third_argument_may_be_verify_with_the_algorithms_behind_it():
    with (
        pytest.warns(DeprecationWarning, match=NO_LONGER_THIRD),
        pytest.raises(jwt.InvalidAlgorithmError),
    ):
        jwt.decode(TOKEN, KEY, True, ["HS512"])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("arguments", "keywords"),
    [
        ((), {"verify": False}),
        (("",), {"verify": False}),
        ((KEY,), {"verify": False}),
        ((KEY, False), {}),
    ],
)
def test_verify_false_is_refused_with_the_modern_call(arguments, keywords):
    with pytest.raises(jwt.DecodeError, match=r'options=\{"verify_signature": False\}'):
        jwt.decode(TOKEN, *arguments, **keywords)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_verify_false_beside_algorithms_verifies_all_the_same():
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(TOKEN[:-4] + "AAAA", KEY, algorithms=["HS256"], verify=False)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("arguments", "keywords"),
    [
        ((True,), {"verify": True}),
        ((True, ["HS256"], {}, "more"), {}),
        ((["HS256"],), {"algorithms": ["HS256"]}),
    ],
)
def test_call_that_contradicts_itself_is_a_type_error(arguments, keywords):
    with pytest.raises(TypeError):
        jwt.decode(TOKEN, KEY, *arguments, **keywords)


# Required claims


@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
def test_required_claim_is_required(claim):
    with (
        pytest.warns(DeprecationWarning, match=rf"""options={{"require": \['{claim}'\]}}"""),
        pytest.raises(jwt.MissingRequiredClaimError, match=claim),
    ):
        jwt.decode(TOKEN, KEY, algorithms=["HS256"], options={f"require_{claim}": True})


def test_options_of_the_caller_are_left_alone():
    options = {"require_exp": True, "require": ["sub"]}
    with (
        pytest.warns(DeprecationWarning, match="Require claims as"),
        pytest.raises(jwt.MissingRequiredClaimError),
    ):
        jwt.decode(TOKEN, KEY, algorithms=["HS256"], options=options)
    assert options == {"require_exp": True, "require": ["sub"]}


# Today's calls


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("arguments", "keywords"),
    [
        ((KEY, ["HS256"]), {}),
        ((KEY,), {"algorithms": ["HS256"]}),
        ((), {"options": {"verify_signature": False}}),
        ((KEY, None, {"verify_signature": False}), {}),
        ((ferrojwt.PyJWK({"kty": "oct", "k": "c2VjcmV0", "alg": "HS256"}), None), {}),
    ],
)
def test_call_that_is_right_today_is_handed_on(monkeypatch, arguments, keywords):
    calls = []
    monkeypatch.setattr(ferrojwt, "decode", lambda *a, **k: calls.append((a, k)))
    jwt.decode(TOKEN, *arguments, **keywords)
    ((positional, given),) = calls
    names = ("jwt", "key", "algorithms", "options")
    handed_on = {**dict(zip(names, positional, strict=False)), **given}
    meant = {"key": "", **dict(zip(names, (TOKEN, *arguments), strict=False)), **keywords}
    assert handed_on == meant


def test_empty_list_of_algorithms_is_an_error_as_ever():
    with pytest.raises(jwt.DecodeError, match='pass in a value for the "algorithms"'):
        jwt.decode(TOKEN, KEY, algorithms=[])


def test_options_that_are_no_mapping_are_an_error_as_ever():
    with pytest.raises(exceptions.InvalidOptionsError):
        jwt.decode(TOKEN, KEY, options=["verify_exp"])


# Names


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ExpiredSignature", "ExpiredSignatureError"),
        ("InvalidAudience", "InvalidAudienceError"),
        ("InvalidIssuer", "InvalidIssuerError"),
    ],
)
def test_exceptions_have_their_old_names(old, new):
    with pytest.warns(DeprecationWarning, match=f"`jwt.{old}` is called `jwt.{new}`"):
        assert getattr(jwt, old) is getattr(ferrojwt, new)


def test_other_names_are_ferrojwts():
    for name in set(ferrojwt.__all__) - {"encode", "decode"}:
        assert getattr(jwt, name) is getattr(ferrojwt, name)
    with pytest.raises(AttributeError, match="nowhere"):
        jwt.nowhere  # noqa: B018 - it raises


# Where the warnings point, and who is served


@pytest.mark.parametrize(
    "call",
    [
        lambda: jwt.encode(CLAIMS, KEY).decode("utf-8"),
        lambda: jwt.decode(TOKEN, KEY),
        lambda: jwt.decode(TOKEN, KEY, True, ["HS256"]),
        lambda: jwt.ExpiredSignature,
    ],
)
def test_warnings_point_at_the_caller(call):
    with pytest.warns(DeprecationWarning, match="`jwt") as issued:
        call()
    assert {warning.filename for warning in issued} == {__file__}
    assert {warning.lineno for warning in issued} == {call.__code__.co_firstlineno}


LIBRARY = """
def sign(jwt, *arguments):
    return jwt.encode(*arguments)

def read(jwt, *arguments, **keywords):
    return jwt.decode(*arguments, **keywords)
"""


@pytest.fixture(params=["site-packages", "dist-packages", "__pypackages__"])
def library(request, tmp_path, monkeypatch):
    """A module that is installed somewhere."""
    folder = tmp_path / request.param
    folder.mkdir()
    (folder / "some_library.py").write_text(LIBRARY)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "some_library", raising=False)
    import some_library

    yield some_library
    del sys.modules["some_library"]


def test_installed_library_gets_the_modern_functions(library):
    assert type(library.sign(jwt, CLAIMS, KEY)) is str
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ferrojwt.DecodeError, match='pass in a value for the "algorithms"'):
            library.read(jwt, TOKEN, KEY)
        assert library.read(jwt, TOKEN, KEY, algorithms=["HS256"]) == CLAIMS


@pytest.mark.parametrize("name", ["<string>", "<frozen codecs>", "<attrs generated init>"])
def test_code_that_is_no_file_gets_the_modern_functions(name):
    names = {}
    exec(compile(LIBRARY, name, "exec"), names)  # noqa: S102 - such code is the subject
    assert type(names["sign"](jwt, CLAIMS, KEY)) is str
    with pytest.raises(ferrojwt.DecodeError, match='pass in a value for the "algorithms"'):
        names["read"](jwt, TOKEN, KEY)


def test_call_by_pythons_own_library_is_not_taken_for_the_projects():
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(jwt.decode, TOKEN, KEY)
        with pytest.raises(ferrojwt.DecodeError, match='pass in a value for the "algorithms"'):
            call.result()


def test_call_that_no_code_made_is_not_taken_for_the_projects(monkeypatch):
    class Claims(dict):
        """Claims that can be waited for to be let go."""

    failures, is_done, claims = [], threading.Event(), Claims(CLAIMS)
    monkeypatch.setattr(sys, "unraisablehook", failures.append)
    weakref.finalize(claims, is_done.set)
    arguments = (claims, KEY)
    del claims
    # The first frame of the thread is that of `encode`.
    _thread.start_new_thread(jwt.encode, arguments)
    del arguments
    assert is_done.wait(timeout=30)
    assert failures == []


def test_ferrojwts_own_functions_know_no_conventions():
    assert type(ferrojwt.encode(CLAIMS, KEY)) is str
    with pytest.raises(ferrojwt.DecodeError, match='pass in a value for the "algorithms"'):
        ferrojwt.decode(TOKEN, KEY)
