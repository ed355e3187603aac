"""A place for one JWK Set and its age; the names are PyJWT's."""

import time
from typing import Any

from .api_jwk import PyJWKSet, PyJWTSetWithTimestamp
from .exceptions import PyJWKSetError

__all__ = ["JWKSetCache"]

_FOREVER = -1


class JWKSetCache:
    """Holds a JWK Set for a time.

    lifespan: seconds; -1 for ever.
    """

    def __init__(self, lifespan: float) -> None:
        self.jwk_set_with_timestamp: PyJWTSetWithTimestamp | None = None
        self.lifespan = lifespan

    def put(self, jwk_set: PyJWKSet | dict[str, Any] | None) -> None:
        """Hold a JWK Set, parsed or as its members; None empties the cache.

        Raises PyJWKSetError, and keeps what it holds, if the set has no usable key.
        """
        if jwk_set is None:
            self.jwk_set_with_timestamp = None
            return
        if isinstance(jwk_set, dict):
            jwk_set = PyJWKSet.from_dict(jwk_set)
        elif not isinstance(jwk_set, PyJWKSet):
            message = "Invalid JWK Set value"
            raise PyJWKSetError(message)
        self.jwk_set_with_timestamp = PyJWTSetWithTimestamp(jwk_set)

    def get(self) -> PyJWKSet | None:
        """Return the JWK Set, None if there is none or it has expired."""
        held = self.jwk_set_with_timestamp
        if held is None or self.is_expired():
            return None
        return held.get_jwk_set()

    def is_expired(self) -> bool:
        """Return whether there is a JWK Set and its lifespan is over."""
        held = self.jwk_set_with_timestamp
        return (
            held is not None
            and self.lifespan > _FOREVER
            and time.monotonic() > held.get_timestamp() + self.lifespan
        )
