"""The fixtures that the example's tests share."""

from config.testing import cheap_password_hash, client, no_requests_before

__all__ = ["cheap_password_hash", "client", "no_requests_before"]
