"""Whatever objects a caller passes, the process lives and PyJWT's exception is raised.

Each case is made anew for each of the two libraries, since many change when they are used.
"""

import collections
import copy
import datetime
import decimal
import enum
import fractions
import itertools
import json
import math
import types

import jwt
import pytest

import ferrojwt
from tests.pyjwt.oracle import ask, assert_identical

SECRET = "a secret of at least thirty-two bytes, known to all of these tests"


class Hostility(Exception):  # noqa: N818 - It is no error of anybody's.
    """What the objects below raise."""


def hostile(*_, **__):
    raise Hostility


def raising(base, *names, content=()):
    """An object of a subclass of `base` whose methods of these names raise."""
    members = dict.fromkeys(names, hostile)
    if "__eq__" in members:
        members.setdefault("__hash__", base.__hash__)
    return type(f"Raising{base.__name__}", (base,), members)(*content)


def returning(base, result, *names, content=()):
    """An object of a subclass of `base` whose methods of these names return `result`."""
    members = {name: lambda *_, **__: result for name in names}
    if "__eq__" in members:
        members.setdefault("__hash__", base.__hash__)
    return type(f"Returning{base.__name__}", (base,), members)(*content)


def nested(depth, wrap):
    value = 1
    for _ in range(depth):
        value = wrap(value)
    return value


def circular_list():
    items = [1]
    items.append(items)
    return items


def circular_dict():
    members = {"a": 1}
    members["self"] = members
    return members


def circular_payload():
    payload = {"a": [1]}
    payload["a"].append({"b": payload})
    return payload


class Colour(enum.IntEnum):
    RED = 1


class Encoder(json.JSONEncoder):
    def default(self, o):
        raise Hostility


class EndlessEncoder(json.JSONEncoder):
    def default(self, o):
        return [o]


class Liar:
    """Does not say what it is."""

    __class__ = property(hostile)


class Strict:
    """A container that takes none of its questions."""

    def __contains__(self, item):
        raise TypeError


class NamedLikeHS256:
    """Equal to everything, and in the same place of a set as "HS256"."""

    def __init__(self, on_comparison):
        self.on_comparison = on_comparison

    def __eq__(self, other):
        self.on_comparison()
        return False

    def __hash__(self):
        return hash("HS256")


def changing_set():
    """A set that changes whenever it is searched."""
    names = set()
    names.add(NamedLikeHS256(lambda: names.update(map(str, range(1000)))))
    return names


def changing_list():
    names = []
    names.append(NamedLikeHS256(lambda: names.extend([1] * 100) if len(names) < 1000 else None))
    return names


def shrinking_list():
    names = ["x", "HS256"]
    names.insert(0, NamedLikeHS256(names.clear))
    return names


def mapping_proxy():
    return types.MappingProxyType({"a": 1})


DEEP = {
    f"{kind} {depth} deep": (lambda depth=depth, wrap=wrap: nested(depth, wrap))
    for kind, wrap in {
        "lists": lambda value: [value],
        "tuples": lambda value: (value,),
        "dicts": lambda value: {"a": value},
        "mixed": lambda value: [({"a": value},)],
    }.items()
    for depth in (20, 62, 63, 64, 65, 130, 20_000 if kind == "mixed" else 100_000)
}

VALUES = {
    **DEEP,
    "circular list": circular_list,
    "circular dict": circular_dict,
    "huge int": lambda: 10**5000,
    "largest printable int": lambda: 10**4299,
    "negative huge int": lambda: -(10**5000),
    "int of 64 bits": lambda: 2**64 - 1,
    "int subclass": lambda: raising(int, "__repr__", "__str__", "__index__", "__int__"),
    "int enum": lambda: Colour.RED,
    "bool-like int": lambda: returning(int, 7, "__int__", "__index__", content=(3,)),
    "float subclass": lambda: raising(float, "__repr__", "__float__", content=(1.5,)),
    "not a number": lambda: math.nan,
    "infinity": lambda: -math.inf,
    "decimal": lambda: decimal.Decimal("1.5"),
    "complex": lambda: 1j,
    "generator": lambda: (number for number in range(3)),
    "set": lambda: {1},
    "changing set": changing_set,
    "bytes": lambda: b"a",
    "bytearray": lambda: bytearray(b"a"),
    "object": object,
    "class": lambda: dict,
    "mapping proxy": mapping_proxy,
    "user dict": lambda: collections.UserDict(a=1),
    "ordered dict": lambda: collections.OrderedDict(b=1, a=2),
    "default dict": lambda: collections.defaultdict(list, a=1),
    "named tuple": lambda: collections.namedtuple("Point", "x y")(1, 2),  # noqa: PYI024
    "deque": lambda: collections.deque([1]),
    "list with raising iter": lambda: raising(list, "__iter__", "__len__", content=([1, 2],)),
    "list with raising bool": lambda: raising(list, "__bool__", content=([1, 2],)),
    "tuple with raising iter": lambda: raising(tuple, "__iter__", "__len__", content=([1, 2],)),
    "dict with raising items": lambda: raising(dict, "items", content=({"a": 1},)),
    "dict with raising iter": lambda: raising(dict, "__iter__", "keys", content=({"a": 1},)),
    "dict with other items": lambda: returning(dict, [("b", 2)], "items", content=({"a": 1},)),
    "dict with endless items": lambda: returning(
        dict, itertools.repeat(1, 3), "items", content=({"a": 1},)
    ),
    "str subclass": lambda: raising(str, "encode", "__str__", "__repr__", "__len__", content="a"),
    "lone surrogate": lambda: "\ud800",
    "long text": lambda: "\x7f" * 100_000,
    "key that is a tuple": lambda: {(1, 2): 3},
    "key that is an int": lambda: {1: 2, False: 3, None: 4, 1.5: 5},
    "key that is a huge int": lambda: {10**5000: 1},
    "key that is a str subclass": lambda: {raising(str, "encode", "__str__", content="a"): 1},
    "key that raises when compared": lambda: {raising(str, "__eq__", content="a"): 1},
    "key that is bytes": lambda: {b"a": 1},
    "object with raising attributes": lambda: raising(object, "__getattribute__"),
    "object with raising class": Liar,
}

PAYLOADS = {
    "dict with raising copy": lambda: raising(dict, "copy", content=({"a": 1},)),
    "dict with raising items": lambda: raising(dict, "items", content=({"a": 1},)),
    "dict with raising get": lambda: raising(dict, "get", content=({"exp": 1},)),
    "dict with raising contains": lambda: raising(dict, "__contains__", content=({"a": 1},)),
    "dict with raising getitem": lambda: raising(dict, "__getitem__", content=({"iss": "a"},)),
    "dict with raising iter": lambda: raising(dict, "__iter__", "__len__", content=({"a": 1},)),
    "dict that copies to text": lambda: returning(dict, "text", "copy"),
    "dict that copies to itself": lambda: type("Own", (dict,), {"copy": lambda self: self})(a=1),
    "ordered dict": lambda: collections.OrderedDict(b=1, a=2),
    "user dict": lambda: collections.UserDict(a=1),
    "mapping proxy": mapping_proxy,
    "circular": circular_payload,
    "list of pairs": lambda: [("a", 1)],
    "generator": lambda: (pair for pair in [("a", 1)]),
    "text": lambda: '{"a":1}',
    "None": lambda: None,
    "raising class": Liar,
    "exp of a raising datetime": lambda: {
        "exp": raising(datetime.datetime, "utctimetuple", content=(2030, 1, 1))
    },
    "exp of a datetime that answers text": lambda: {
        "exp": returning(datetime.datetime, "x", "utctimetuple", content=(2030, 1, 1))
    },
    "exp of a date": lambda: {"exp": datetime.date(2030, 1, 1)},
    "iss of a raising str": lambda: {"iss": raising(str, "__eq__", "encode", content="a")},
    "iss of an object": lambda: {"iss": object()},
    "key named like a claim": lambda: {NamedLikeHS256(hostile): 1},
}

KEYS = {
    "str subclass that encodes otherwise": lambda: returning(
        str, b"another secret of more than thirty-two bytes", "encode", content=SECRET.split("\0")
    ),
    "str subclass that does not encode": lambda: raising(str, "encode", content="a"),
    "str subclass that is not compared": lambda: raising(str, "__eq__", "__hash__", content="a"),
    "bytes subclass": lambda: raising(
        bytes, "__bytes__", "__iter__", "__len__", "__eq__", content=(SECRET.encode(),)
    ),
    "bytearray": lambda: bytearray(SECRET.encode()),
    "memoryview": lambda: memoryview(SECRET.encode()),
    "object with bytes": lambda: returning(object, b"x" * 40, "__bytes__"),
    "lone surrogate": lambda: "\ud800" * 40,
    "int": lambda: 1,
    "None": lambda: None,
    "list": lambda: [SECRET],
    "dict": lambda: {"kty": "oct", "k": "AAAA"},
    "class": lambda: type,
    "raising attributes": lambda: raising(object, "__getattribute__"),
    "raising comparison": lambda: raising(object, "__eq__", "__bool__"),
    "raising class": Liar,
    "deep JSON": lambda: "[" * 100_000 + "]" * 100_000,
    "deep JWK": lambda: '{"a":' * 100_000 + '{"kty":"oct"}' + "}" * 100_000,
    "long text": lambda: "x" * 10_000_000,
    "many BEGIN lines": lambda: "-----BEGIN PUBLIC KEY-----\n" * 10_000,
}

ALGORITHMS = {
    "str subclass": lambda: raising(str, "encode", "__str__", content=["HS256"]),
    "str subclass not compared": lambda: raising(str, "__eq__", content=["HS256"]),
    "str subclass not hashed": lambda: raising(str, "__hash__", content=["HS256"]),
    "str subclass not formatted": lambda: raising(str, "__format__", content=["HS256"]),
    "str subclass that claims to be equal": lambda: returning(
        str, True, "__eq__", content=["HS999"]
    ),
    "bytes": lambda: b"HS256",
    "list": lambda: ["HS256"],
    "int": lambda: 256,
    "huge int": lambda: 10**5000,
    "lone surrogate": lambda: "\ud800",
    "empty": lambda: "",
    "raising comparison": lambda: raising(object, "__eq__", "__bool__"),
    "raising hash": lambda: raising(object, "__hash__"),
}

HEADERS = {
    "dict subclass": lambda: raising(dict, "items", "copy", content=({"a": 1},)),
    "dict with raising get": lambda: raising(dict, "get", content=({"a": 1},)),
    "dict with raising bool": lambda: raising(dict, "__bool__", "__len__", content=({"a": 1},)),
    "dict with raising iter": lambda: raising(dict, "__iter__", "keys", content=({"a": 1},)),
    "ordered dict": lambda: collections.OrderedDict(b=1, a=2),
    "user dict": lambda: collections.UserDict(a=1),
    "mapping proxy": mapping_proxy,
    "list": lambda: [("a", 1)],
    "text": lambda: "kid",
    "generator": lambda: (pair for pair in [("a", 1)]),
    "circular": circular_dict,
    "kid of a str subclass": lambda: {"kid": raising(str, "encode", "__eq__", content="a")},
    "alg of an object": lambda: {"alg": object()},
    "alg of a raising bool": lambda: {"alg": raising(object, "__bool__")},
    "alg of a list": lambda: {"alg": ["HS256"]},
    "typ of a raising bool": lambda: {"typ": raising(object, "__bool__")},
    "b64 of an object": lambda: {"b64": object()},
    "crit of a generator": lambda: {"b64": False, "crit": (name for name in ["b64"])},
    "crit of a raising list": lambda: {
        "b64": False,
        "crit": raising(list, "__contains__", "__iter__", content=(["exp"],)),
    },
    "keys that do not sort": lambda: {1: 2, None: 3},
    "key that raises when compared": lambda: {raising(str, "__lt__", "__eq__", content="a"): 1},
}

ENCODERS = {
    "raising default": lambda: Encoder,
    "endless default": lambda: EndlessEncoder,
    "function": lambda: lambda *_, **__: 1,
    "object": object,
    "raising class": lambda: hostile,
    "dict": lambda: dict,
}

TRUTHS = {
    "raising": lambda: raising(object, "__bool__"),
    "answering text": lambda: returning(object, "yes", "__bool__"),
    "raising length": lambda: raising(object, "__len__"),
    "false": lambda: returning(object, False, "__bool__"),
    "empty": list,
}

TOKEN = jwt.encode(
    {"iss": "a", "aud": ["a", "b"], "sub": "s", "jti": "j", "exp": 4_000_000_000, "iat": 1},
    SECRET,
)

TOKENS = {
    "str subclass that encodes otherwise": lambda: returning(
        str, TOKEN.encode(), "encode", content=["x"]
    ),
    "str subclass that does not encode": lambda: raising(str, "encode", content=[TOKEN]),
    "bytes subclass": lambda: raising(
        bytes, "__iter__", "__len__", "__getitem__", content=[TOKEN.encode()]
    ),
    "bytearray": lambda: bytearray(TOKEN.encode()),
    "memoryview": lambda: memoryview(TOKEN.encode()),
    "None": lambda: None,
    "int": lambda: 1,
    "list": lambda: [TOKEN],
    "lone surrogate": lambda: TOKEN + "\ud800",
    "NUL": lambda: TOKEN + "\0",
    "many dots": lambda: "." * 100_000,
    "long": lambda: "a" * 1_000_000 + ".b.c",
    "raising attributes": lambda: raising(object, "__getattribute__"),
}

ALLOW_LISTS = {
    "changing set": changing_set,
    "changing list": changing_list,
    "raising set": lambda: {NamedLikeHS256(hostile)},
    "raising list": lambda: [NamedLikeHS256(hostile)],
    "raising member after the right one": lambda: ["HS256", NamedLikeHS256(hostile)],
    "list subclass": lambda: raising(list, "__contains__", content=[["HS256"]]),
    "list subclass without iter": lambda: raising(list, "__iter__", content=[["HS256"]]),
    "list subclass without bool": lambda: raising(list, "__len__", content=[["HS256"]]),
    "set subclass": lambda: raising(set, "__contains__", content=[["HS256"]]),
    "tuple subclass": lambda: raising(tuple, "__contains__", content=[["HS256"]]),
    "container": lambda: returning(object, True, "__contains__"),
    "container that answers text": lambda: returning(object, "yes", "__contains__"),
    "raising container": lambda: raising(object, "__contains__"),
    "raising iterable": lambda: raising(object, "__iter__"),
    "raising truth": lambda: raising(object, "__bool__"),
    "generator": lambda: (name for name in ["HS256"]),
    "endless": lambda: itertools.chain(["HS256"], itertools.count()),
    "str subclasses": lambda: [raising(str, "__eq__", content=["HS256"])],
    "dict": lambda: {"HS256": 1},
    "keys": {"HS256": 1}.keys,
    "int": lambda: 1,
    "object": object,
    "unhashable members": lambda: [["HS256"], {"HS256": 1}, "HS256"],
}

OPTIONS = {
    "dict with raising get": lambda: raising(dict, "get", content=[{"verify_exp": True}]),
    "dict with raising keys": lambda: raising(dict, "keys", content=[{"verify_exp": True}]),
    "dict with raising items": lambda: raising(dict, "items", content=[{"verify_exp": True}]),
    "dict with raising iter": lambda: raising(dict, "__iter__", content=[{"verify_exp": True}]),
    "dict with raising getitem": lambda: raising(
        dict, "__getitem__", content=[{"verify_exp": True}]
    ),
    "mapping proxy": mapping_proxy,
    "user dict": lambda: collections.UserDict(verify_exp=True),
    "keys that are no text": lambda: {1: 2, None: 3},
    "key that raises when compared": lambda: {
        raising(str, "__eq__", content=["verify_exp"]): False
    },
    "key that hashes like another": lambda: {NamedLikeHS256(hostile): False},
    **{
        f"{name} that is {kind}": (lambda name=name, make=make: {name: make()})
        for name in ("verify_signature", "verify_exp", "verify_aud", "strict_aud")
        for kind, make in TRUTHS.items()
    },
    "require that is a generator": lambda: {"require": (name for name in ["exp"])},
    "require that raises": lambda: {"require": raising(list, "__iter__", content=[["exp"]])},
    "require of unhashable members": lambda: {"require": [["exp"]]},
    "require of raising members": lambda: {"require": [NamedLikeHS256(hostile), "x"]},
    "require of a raising str": lambda: {"require": [raising(str, "__eq__", content=["exp"])]},
    "require of a circular list": lambda: {"require": circular_list()},
    "require of an int": lambda: {"require": 1},
    "circular": circular_dict,
}

AUDIENCES = {
    "generator": lambda: (name for name in ["x", "a"]),
    "raising iterable": lambda: raising(object, "__iter__"),
    "iterable that raises midway": lambda: (1 / number for number in (1, 0)),
    "list subclass": lambda: raising(list, "__iter__", content=[["a"]]),
    "list subclass without contains": lambda: raising(list, "__contains__", content=[["a"]]),
    "raising members": lambda: [NamedLikeHS256(hostile)],
    "changing set": changing_set,
    "changing list": changing_list,
    "shrinking list": shrinking_list,
    "str subclass": lambda: raising(str, "__eq__", content=["a"]),
    "str subclass in a list": lambda: [raising(str, "__eq__", content=["a"])],
    "str that is equal to all": lambda: returning(str, True, "__eq__", content=["z"]),
    "answering text": lambda: returning(str, "yes", "__eq__", content=["z"]),
    "bytes": lambda: b"a",
    "dict": lambda: {"a": 1},
    "deep": lambda: nested(100_000, lambda value: [value]),
    "circular": circular_list,
    "int": lambda: 1,
    "unhashable members": lambda: [[], {}, "a"],
}

ISSUERS = {
    "raising container": lambda: raising(object, "__contains__"),
    "container that answers text": lambda: returning(object, "yes", "__contains__"),
    "container that raises TypeError": Strict,
    "raising members": lambda: [NamedLikeHS256(hostile)],
    "set of raising members": lambda: {NamedLikeHS256(hostile), "x"},
    "changing list": changing_list,
    "generator": lambda: (name for name in ["x", "a"]),
    "str subclass": lambda: raising(str, "__eq__", content=["a"]),
    "str that is not equal": lambda: returning(str, False, "__eq__", "__ne__", content=["a"]),
    "str that is equal to all": lambda: returning(str, True, "__eq__", content=["z"]),
    "bytes": lambda: b"a",
    "int": lambda: 1,
    "raising truth": lambda: raising(object, "__bool__"),
}

SUBJECTS = {
    "str subclass": lambda: raising(str, "__eq__", content=["s"]),
    "str that is not equal": lambda: returning(str, False, "__eq__", "__ne__", content=["s"]),
    "object equal to all": lambda: returning(object, True, "__eq__"),
    "object that raises": lambda: raising(object, "__eq__", "__ne__"),
    "answering with a raising truth": lambda: returning(
        object, raising(object, "__bool__"), "__eq__", "__ne__"
    ),
    "list": lambda: ["s"],
    "bytes": lambda: b"s",
}

LEEWAYS = {
    "timedelta subclass": lambda: raising(datetime.timedelta, "total_seconds", content=[1]),
    "timedelta that answers text": lambda: returning(
        datetime.timedelta, "x", "total_seconds", content=[1]
    ),
    "int subclass": lambda: raising(
        int, "__add__", "__radd__", "__sub__", "__rsub__", "__float__", content=[1]
    ),
    "int that adds to text": lambda: returning(
        int, "x", "__radd__", "__rsub__", "__add__", content=[1]
    ),
    "float subclass": lambda: raising(float, "__radd__", "__rsub__", "__float__", content=[1]),
    "object that floats": lambda: returning(object, 1.0, "__float__"),
    "object that adds": lambda: returning(object, 5, "__radd__", "__rsub__"),
    "object that adds to an object": lambda: returning(object, object(), "__radd__", "__rsub__"),
    "decimal": lambda: decimal.Decimal(1),
    "fraction": lambda: fractions.Fraction(1, 3),
    "complex": lambda: 1j,
    "text": lambda: "1",
    "list": lambda: [1],
    "huge": lambda: 10**5000,
    "negative huge": lambda: -(10**5000),
    "not a number": lambda: math.nan,
    "infinite": lambda: math.inf,
    "True": lambda: True,
    "enum": lambda: Colour.RED,
}


def assert_agree(call):
    """Both libraries answer alike; an exception that leaked from PyJWT may be in our hierarchy."""
    ours, theirs = ask(call, ferrojwt), ask(call, jwt)
    if theirs.error is None:
        assert ours.error is None, repr(ours.error)
        assert_identical(ours.value, theirs.value)
        return
    assert ours.error is not None, f"PyJWT raises {theirs.error!r}"
    if isinstance(theirs.error, jwt.PyJWTError):
        public = vars(ferrojwt.exceptions).values()
        ours_public = [cls for cls in type(ours.error).__mro__ if cls in public]
        assert [cls.__name__ for cls in ours_public[:1]] == [type(theirs.error).__name__]
    else:
        assert isinstance(ours.error, type(theirs.error))


def parametrize(cases):
    marked = [
        case if isinstance(case, tuple) else pytest.param(case, id=name)
        for name, case in cases.items()
    ]
    return pytest.mark.parametrize("make", marked)


def without_deep(cases):
    """The cases that take no second to make or to throw away."""
    return {name: make for name, make in cases.items() if name not in DEEP}


@parametrize(VALUES)
def test_claims(make):
    assert_agree(lambda library: library.encode({"a": make()}, SECRET))


@parametrize(VALUES)
def test_header_members(make):
    assert_agree(lambda library: library.encode({}, SECRET, headers={"a": make()}))


@parametrize(without_deep(VALUES))
def test_unsorted_header_members(make):
    headers = {"b": 1}
    assert_agree(
        lambda library: library.encode(
            {}, SECRET, headers={**headers, "a": make()}, sort_headers=False
        )
    )


@parametrize(without_deep(VALUES))
@pytest.mark.parametrize("name", ["exp", "nbf", "iat", "iss", "aud"])
def test_registered_claims(make, name):
    assert_agree(lambda library: library.encode({name: make()}, SECRET))


@parametrize(PAYLOADS)
def test_payloads(make):
    assert_agree(lambda library: library.encode(make(), SECRET))


@parametrize(KEYS)
@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "ES256", "EdDSA", "none"])
def test_signing_keys(make, algorithm):
    _need_oracle(algorithm)
    assert_agree(lambda library: library.encode({}, make(), algorithm))


@parametrize(KEYS)
@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "ES256", "EdDSA"])
def test_verifying_keys(make, algorithm):
    _need_oracle(algorithm)
    head = {"HS256": TOKEN}.get(algorithm)
    token = head or jwt.encode({}, "", "none", headers={"typ": "JWT"}).replace(
        "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0", segment({"alg": algorithm})
    )
    assert_agree(lambda library: library.decode(token, make(), [algorithm]))


def segment(header):
    return ferrojwt.utils.base64url_encode(json.dumps(header).encode()).decode()


@parametrize(ALGORITHMS)
def test_signing_algorithms(make):
    assert_agree(lambda library: library.encode({}, SECRET, make()))


@parametrize(HEADERS)
def test_headers(make):
    assert_agree(lambda library: library.encode({}, SECRET, headers=make()))


@parametrize(ENCODERS)
def test_json_encoders(make):
    assert_agree(lambda library: library.encode({"a": object}, SECRET, json_encoder=make()))


@parametrize(TRUTHS)
def test_orders_of_headers(make):
    assert_agree(
        lambda library: library.encode({}, SECRET, headers={"b": 1, "a": 2}, sort_headers=make())
    )


@parametrize(TOKENS)
def test_tokens(make):
    assert_agree(lambda library: library.decode(make(), SECRET, ["HS256"], audience="a"))


@pytest.mark.parametrize("encoded", ["text", None])
@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "ES256", "EdDSA"])
def test_a_key_that_does_not_encode_to_bytes_is_refused(algorithm, encoded):
    with pytest.raises((TypeError, AttributeError)):
        ferrojwt.encode({}, returning(str, encoded, "encode"), algorithm)


@pytest.mark.parametrize("encoded", [TOKEN, None])
def test_a_token_that_does_not_encode_to_bytes_is_refused(encoded):
    assert_agree(
        lambda library: library.decode(returning(str, encoded, "encode"), SECRET, ["HS256"])
    )


def test_an_allow_list_that_empties_itself_when_searched_admits_nothing():
    with pytest.raises(ferrojwt.InvalidTokenError):
        ferrojwt.decode(TOKEN, SECRET, shrinking_list(), audience="a")


@parametrize(TOKENS)
def test_tokens_whose_header_is_read(make):
    assert_agree(lambda library: library.get_unverified_header(make()))


@parametrize(ALLOW_LISTS)
def test_allow_lists(make):
    assert_agree(lambda library: library.decode(TOKEN, SECRET, make(), audience="a"))


@parametrize(OPTIONS)
def test_options(make):
    assert_agree(
        lambda library: library.decode(TOKEN, SECRET, ["HS256"], options=make(), audience="a")
    )


@parametrize(AUDIENCES)
@pytest.mark.parametrize("strict", [False, True], ids=["", "strict"])
def test_audiences(make, strict):
    options = {"strict_aud": strict}
    assert_agree(
        lambda library: library.decode(
            TOKEN, SECRET, ["HS256"], options=copy.copy(options), audience=make()
        )
    )


@parametrize(ISSUERS)
def test_issuers(make):
    assert_agree(
        lambda library: library.decode(TOKEN, SECRET, ["HS256"], audience="a", issuer=make())
    )


@parametrize(SUBJECTS)
def test_subjects(make):
    assert_agree(
        lambda library: library.decode(TOKEN, SECRET, ["HS256"], audience="a", subject=make())
    )


@parametrize(LEEWAYS)
def test_leeways(make):
    assert_agree(
        lambda library: library.decode(TOKEN, SECRET, ["HS256"], audience="a", leeway=make())
    )


def _need_oracle(algorithm):
    if algorithm not in {"HS256", "none"}:
        pytest.importorskip("cryptography", reason="PyJWT needs it for this algorithm")
