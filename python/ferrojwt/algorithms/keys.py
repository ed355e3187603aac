"""Between our own key objects and those of the package `cryptography`, where that imports.

Nothing here is needed to sign or verify with the algorithms that are native.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from ferrojwt._native import Key
from ferrojwt._native import clear_key_cache as clear_native_cache

__all__ = [
    "clear_key_cache",
    "cryptography",
    "exported",
    "foreign_classes",
    "handed_out",
    "loaded_once",
]

# A few: keys that are not native are rare.
_LOADED_AT_MOST = 16
_loaded: dict[tuple[str, str | bytes], Any] = {}


def clear_key_cache() -> None:
    """Forget every key that was parsed.

    Copies that the native cache made are zeroised; texts and objects of Python's are let go.
    """
    _loaded.clear()
    clear_native_cache()


def loaded_once(text: tuple[str, str | bytes], load: Callable[[], Any]) -> Any:
    """Return the key of a text (after its key type) that `cryptography` has to load."""
    key = _loaded.get(text)
    if key is None:
        key = load()
        if len(_loaded) >= _LOADED_AT_MOST:
            # Not item by item: another thread may be doing the same.
            _loaded.clear()
        _loaded[text] = key
    return key


def cryptography() -> Any:
    """Return the parts of `cryptography` that are used here, or None if it does not import."""
    try:
        from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm  # noqa: PLC0415
        from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric import (  # noqa: PLC0415
            ec,
            ed448,
            ed25519,
            padding,
            rsa,
        )
    except ImportError:
        return None
    return SimpleNamespace(
        InvalidSignature=InvalidSignature,
        UnsupportedAlgorithm=UnsupportedAlgorithm,
        ec=ec,
        ed448=ed448,
        ed25519=ed25519,
        hashes=hashes,
        padding=padding,
        rsa=rsa,
        serialization=serialization,
    )


def foreign_classes(names: tuple[str, ...]) -> tuple[type, ...]:
    """Return cryptography's key classes of these names, none if it does not import."""
    package = cryptography()
    if package is None:
        return ()
    rooms = (package.rsa, package.ec, package.ed25519, package.ed448)
    return tuple(getattr(room, name) for name in names for room in rooms if hasattr(room, name))


def exported(key: Any) -> tuple[bool, bytes] | None:
    """Return whether `key` is private, and its DER: PKCS#8 or SubjectPublicKeyInfo.

    None for anything but `cryptography`'s own RSA, EC and Ed25519 keys, such as an object that
    signs on a hardware token.
    """
    # The package's own classes, whose objects never change; not somebody's subclass.
    is_own = type(key).__module__.partition(".")[0] == "cryptography"
    package = cryptography() if is_own else None
    if package is None:
        return None
    serialization = package.serialization
    private = (
        package.rsa.RSAPrivateKey,
        package.ec.EllipticCurvePrivateKey,
        package.ed25519.Ed25519PrivateKey,
    )
    public = (
        package.rsa.RSAPublicKey,
        package.ec.EllipticCurvePublicKey,
        package.ed25519.Ed25519PublicKey,
    )
    if isinstance(key, private):
        return True, key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    if isinstance(key, public):
        return False, key.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    return None


def handed_out(key: Key) -> Any:
    """Return the key as an object of `cryptography`, or as it is if that does not import."""
    package = cryptography()
    if package is None:
        return key
    if not key.is_private:
        return package.serialization.load_der_public_key(key.public_der())
    # Checked in full when it was loaded.
    return package.serialization.load_der_private_key(
        key.private_der(), password=None, unsafe_skip_rsa_key_validation=True
    )
