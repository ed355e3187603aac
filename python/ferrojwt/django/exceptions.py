"""Errors of tokens and of the backend that reads them; they know no HTTP."""


class TokenError(Exception):
    """A token is malformed, of the wrong type, or not acceptable; ``args[0]`` says why."""


class ExpiredTokenError(TokenError):
    """A token is well formed and signed, but its ``exp`` has passed (RFC 7519 section 4.1.4)."""


class TokenBackendError(Exception):
    """The backend cannot encode or decode a token; ``args[0]`` says why."""


class TokenBackendExpiredToken(TokenBackendError):  # noqa: N818 - the contract's name
    """The backend decoded a token whose ``exp`` has passed."""
