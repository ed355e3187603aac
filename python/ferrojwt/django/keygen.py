"""New keys for signing tokens, and the settings that use them."""

from __future__ import annotations

import os
import secrets
import textwrap
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - part of a signature that is read at run time

from ferrojwt import _native

# Enough for HS512 too (RFC 7518 section 3.2).
SECRET_BYTES = 64
# The kinds of keys, and the algorithm that each is for.
KINDS = {
    "secret": "HS256",
    "rsa": "RS256",
    "p256": "ES256",
    "p384": "ES384",
    "p521": "ES512",
    "secp256k1": "ES256K",
    "ed25519": "EdDSA",
}
_PAIRS = {
    "rsa": "RSA",
    "p256": "P-256",
    "p384": "P-384",
    "p521": "P-521",
    "secp256k1": "secp256k1",
    "ed25519": "Ed25519",
}


class KeygenError(Exception):
    """A key cannot be written; ``args[0]`` says what to do."""


@dataclass(frozen=True, repr=False)
class NewKey:
    """A key that has just been made.

    private: the secret, or the private key as PEM text (PKCS #8).
    public: the public key as PEM text; None for a secret.
    """

    kind: str
    private: str
    public: str | None = None

    def __repr__(self) -> str:
        return f"<NewKey {self.kind}>"


def make_key(kind: str) -> NewKey:
    """Make a key of one of ``KINDS``."""
    if kind == "secret":
        return NewKey(kind, secrets.token_urlsafe(SECRET_BYTES))
    key = _native.generate_key(_PAIRS[kind])
    return NewKey(kind, _pem("PRIVATE", key.private_der()), _pem("PUBLIC", key.public_der()))


def write_private(key: NewKey, path: Path) -> None:
    """Write the private key to a new file that only its owner can read (mode 0600).

    Raises KeygenError where the file exists, or cannot be made.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeygenError(f"{path} exists; no key is ever overwritten. Name a new file.") from error
    except OSError as error:
        raise KeygenError(f"{path} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(key.private if key.public else f"{key.private}\n")
    except OSError as error:
        path.unlink()
        raise KeygenError(f"{path} cannot be written: {error.strerror}.") from error


def as_text(key: NewKey, written_to: Path | None = None) -> str:
    """Return what to paste where.

    written_to: the file that holds the private key, which is then not part of the text.
    """
    parts = []
    if written_to is not None:
        parts += [f"# The private key is in {written_to}, which is not to be committed.", ""]
    else:
        if key.public is not None:
            parts += ["# The private key. Whoever has it can make tokens."]
            parts += [key.private.rstrip(), ""]
        parts += ["# .env, which is not committed. Django does not read it: python-dotenv does."]
        parts += [f'JWT_SIGNING_KEY="{_in_one_line(key)}"', ""]
    if key.public is not None:
        parts += ["# The public key. Anyone may have it.", key.public.rstrip(), ""]
    return "\n".join([*parts, *_settings(key, written_to), ""])


def _pem(half: str, der: bytes) -> str:
    """Return the textual encoding of RFC 7468."""
    lines = textwrap.wrap(b64encode(der).decode("ascii"), 64)
    return "\n".join([f"-----BEGIN {half} KEY-----", *lines, f"-----END {half} KEY-----", ""])


def _in_one_line(key: NewKey) -> str:
    # Readers of .env files differ in what they make of "\n"; PEM text takes spaces as well.
    return " ".join(key.private.split("\n")).rstrip()


def _settings(key: NewKey, written_to: Path | None) -> list[str]:
    lines = ["# settings.py, at the top", "import os", ""]
    source = 'os.environ["JWT_SIGNING_KEY"]'
    if written_to is not None:
        lines[1] = "from pathlib import Path"
        source = f'Path({str(written_to)!r}).read_text("ascii").strip()'
    lines += [
        "# settings.py, in the braces of SIMPLE_JWT = {…}, beside what stands there already.",
        "# Tokens that another key has signed are refused from then on.",
        f'    "ALGORITHM": "{KINDS[key.kind]}",',
        f'    "SIGNING_KEY": {source},',
    ]
    if key.public is not None:
        lines += ['    "VERIFYING_KEY": """\\', *key.public.rstrip().split("\n"), '""",']
    return lines
