"""The warning categories of ferrojwt; the names are PyJWT's."""

__all__ = ["InsecureKeyLengthWarning", "RemovedInPyjwt3Warning"]


class RemovedInPyjwt3Warning(DeprecationWarning):
    """A way of calling that PyJWT 3 will no longer accept."""


class InsecureKeyLengthWarning(UserWarning):
    """A key is shorter than its algorithm asks (RFC 7518 section 3.2)."""
