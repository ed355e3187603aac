"""Of two things wrong with a call, the one that PyJWT looks at first is reported."""

import itertools
import json
from dataclasses import dataclass, field

import pytest

import ferrojwt as jwt
from ferrojwt.exceptions import InvalidJTIError, InvalidSubjectError
from tests.core.forge import HEADER, KEY, segment, signature


@dataclass
class Call:
    """A call of `decode` that succeeds, until faults are put in."""

    header: dict = field(default_factory=lambda: dict(HEADER))
    payload: dict = field(
        default_factory=lambda: {"iat": 1, "nbf": 1, "exp": 4_000_000_000, "aud": "a", "iss": "i"}
    )
    header_json: bytes | None = None
    payload_json: bytes | None = None
    key: object = KEY
    arguments: dict = field(
        default_factory=lambda: {"algorithms": ["HS256"], "audience": "a", "issuer": "i"}
    )
    spoilt_segments: set = field(default_factory=set)
    spoilt_signature: bool = False
    join: str = "."
    token_type: type = str

    def run(self):
        segments = [
            segment(self.header_json or json.dumps(self.header).encode()),
            segment(self.payload_json or json.dumps(self.payload).encode()),
        ]
        segments = [
            text + "!" * (position in self.spoilt_segments)
            for position, text in enumerate(segments)
        ]
        key = "another key" if self.spoilt_signature else KEY
        segments.append(segment(signature(".".join(segments), key)))
        if 2 in self.spoilt_segments:
            segments[2] += "!"
        compact = self.join.join(segments)
        if self.token_type is not str:
            compact = self.token_type(compact.encode())
        return jwt.decode(compact, self.key, **self.arguments)


@dataclass
class Fault:
    name: str
    error: type
    message: str
    put: object


def _set(target: str, **values):
    def put(call):
        getattr(call, target).update(values)

    return put


def _attribute(**values):
    def put(call):
        for name, value in values.items():
            setattr(call, name, value)

    return put


def _spoil(position: int):
    return lambda call: call.spoilt_segments.add(position)


def _drop(target: str, name: str):
    return lambda call: getattr(call, target).pop(name)


FAULTS = [
    Fault(
        "no algorithms",
        jwt.DecodeError,
        'value for the "algorithms" argument',
        _set("arguments", algorithms=None),
    ),
    Fault("token type", jwt.DecodeError, "Invalid token type", _attribute(token_type=bytearray)),
    Fault("segments", jwt.DecodeError, "Not enough segments", _attribute(join="_")),
    Fault("header base64", jwt.DecodeError, "Invalid header padding", _spoil(0)),
    Fault("header JSON", jwt.DecodeError, "Invalid header string", _attribute(header_json=b"[]")),
    Fault("payload base64", jwt.DecodeError, "Invalid payload padding", _spoil(1)),
    Fault("signature base64", jwt.DecodeError, "Invalid crypto padding", _spoil(2)),
    Fault("kid", jwt.InvalidTokenError, "Key ID header parameter", _set("header", kid=1)),
    Fault("crit", jwt.InvalidTokenError, "Unsupported critical", _set("header", crit=["x"])),
    Fault(
        "detached payload",
        jwt.DecodeError,
        'valid to pass "detached_payload"',
        _set("arguments", detached_payload=b""),
    ),
    Fault("no alg", jwt.InvalidAlgorithmError, "not specified", _drop("header", "alg")),
    Fault("key", jwt.InvalidKeyError, "must not be empty", _attribute(key="")),
    Fault(
        "signature",
        jwt.InvalidSignatureError,
        "Signature verification failed",
        _attribute(spoilt_signature=True),
    ),
    Fault(
        "payload JSON", jwt.DecodeError, "Invalid payload string", _attribute(payload_json=b"[]")
    ),
    Fault("audience type", TypeError, "audience must be a string", _set("arguments", audience=1)),
    Fault(
        "required claim",
        jwt.MissingRequiredClaimError,
        '"x"',
        _set("arguments", options={"require": ["x"]}),
    ),
    Fault("iat", jwt.InvalidIssuedAtError, "iat", _set("payload", iat="soon")),
    Fault("nbf", jwt.DecodeError, "nbf", _set("payload", nbf="soon")),
    Fault("exp", jwt.ExpiredSignatureError, "expired", _set("payload", exp=1)),
    Fault("iss", jwt.InvalidIssuerError, "Invalid issuer", _set("payload", iss="other")),
    Fault("aud", jwt.InvalidAudienceError, "doesn't match", _set("payload", aud="other")),
    Fault("sub", InvalidSubjectError, "Subject must be a string", _set("payload", sub=1)),
    Fault("jti", InvalidJTIError, "JWT ID must be a string", _set("payload", jti=1)),
]


def test_the_call_without_faults_succeeds():
    assert Call().run()["aud"] == "a"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_single_fault_is_reported(fault):
    call = Call()
    fault.put(call)

    _assert_reported(call, fault)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(first, second, id=f"{first.name} before {second.name}")
        for first, second in itertools.combinations(FAULTS, 2)
    ],
)
def test_the_first_of_two_faults_is_reported(first, second):
    call = Call()
    second.put(call)
    first.put(call)

    _assert_reported(call, first)


def _assert_reported(call, fault):
    with pytest.raises(fault.error) as caught:
        call.run()

    assert type(caught.value) is fault.error
    assert fault.message in str(caught.value)
