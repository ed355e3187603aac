"""Token objects: a claims set with a type, a lifetime and the rules for both."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from ferrojwt.django.exceptions import (
    ExpiredTokenError,
    TokenBackendError,
    TokenBackendExpiredToken,
    TokenError,
)
from ferrojwt.django.users import find_user, password_fingerprint

from . import state
from .blacklist import BlacklistMixin, refuse_blacklisted
from .models import AuthUser as AuthUser  # noqa: PLC0414 - a name of the contract
from .settings import api_settings, at_use, setting_at_use
from .utils import aware_utcnow, datetime_to_epoch, format_lazy, logger, moment_of_claim

if TYPE_CHECKING:
    import sys
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser

    if sys.version_info >= (3, 11):
        from typing import Self
    else:
        from typing_extensions import Self

    from .backends import TokenBackend
    from .token_blacklist.models import OutstandingToken


class Token:
    """A claims set that is read from a compact JWT, or made new.

    token: a compact JWT (str or bytes), or None for a new token with fresh ``exp``, ``iat`` and
    ``jti``.
    verify: whether signature, times, id and type are checked.

    Subclasses set ``token_type`` (the value of the type claim) and ``lifetime``.  Raises
    ExpiredTokenError when the token has expired and TokenError for any other refusal, and for a
    class without type or lifetime.
    """

    token_type: str | None = None
    lifetime: timedelta | None = None

    def __init__(self, token: str | bytes | None = None, verify: bool = True) -> None:
        if self.token_type is None or self.lifetime is None:
            raise TokenError(_("Cannot create token with no type or lifetime"))
        self.token = token
        self._given_jti: object = None
        self.current_time: datetime = aware_utcnow()
        self.payload: dict[str, Any]
        if token is None:
            self._begin()
            return
        try:
            self.payload = self.get_token_backend().decode(token, verify=verify)
        except TokenBackendExpiredToken as error:
            raise ExpiredTokenError(_("Token is expired")) from error
        except TokenBackendError as error:
            raise TokenError(_("Token is invalid")) from error
        self._given_jti = self.payload.get(api_settings.JTI_CLAIM)
        if verify:
            self.verify()

    def _begin(self) -> None:
        self.payload = {}
        if api_settings.TOKEN_TYPE_CLAIM is not None:
            self.payload[api_settings.TOKEN_TYPE_CLAIM] = self.token_type
        self.set_exp()
        self.set_iat()
        self.set_jti()

    def __repr__(self) -> str:
        return repr(self.payload)

    def __str__(self) -> str:
        """Sign the claims set and return it as compact JWT; each call signs anew."""
        return self.get_token_backend().encode(self.payload)

    def __getitem__(self, claim: str) -> Any:
        return self.payload[claim]

    def __setitem__(self, claim: str, value: Any) -> None:
        self.payload[claim] = value

    def __delitem__(self, claim: str) -> None:
        del self.payload[claim]

    def __contains__(self, claim: object) -> bool:
        return claim in self.payload

    def get(self, claim: str, default: Any = None) -> Any:
        """Return the value of ``claim``, or ``default`` when the token has no such claim."""
        return self.payload.get(claim, default)

    def verify(self) -> None:
        """Check ``exp``, the presence of the id and the type; the signature is checked before.

        Where tokens have no types (``TOKEN_TYPE_CLAIM`` is None), a blacklisted one is refused.
        Raises TokenError.  A class that overrides this normally calls it first.
        """
        self.check_exp()
        jti_claim = api_settings.JTI_CLAIM
        if jti_claim is not None and jti_claim not in self.payload:
            raise TokenError(_("Token has no id"))
        if api_settings.TOKEN_TYPE_CLAIM is not None:
            self.verify_token_type()
        elif not isinstance(self, BlacklistMixin):
            # It may have been issued as a refresh token, which other classes look up themselves.
            refuse_blacklisted(self.payload)

    def verify_token_type(self) -> None:
        """Check that the type claim is this class's ``token_type``; raises TokenError."""
        try:
            token_type = self.payload[api_settings.TOKEN_TYPE_CLAIM]
        except KeyError as error:
            raise TokenError(_("Token has no type")) from error
        if token_type != self.token_type:
            raise TokenError(_("Token has wrong type"))

    def set_jti(self) -> None:
        """Give the token a new random id of 32 hexadecimal digits (RFC 7519 section 4.1.7)."""
        if api_settings.JTI_CLAIM is not None:
            self.payload[api_settings.JTI_CLAIM] = uuid4().hex

    def set_exp(
        self,
        claim: str = "exp",
        from_time: datetime | None = None,
        lifetime: timedelta | None = None,
    ) -> None:
        """Set ``claim`` to ``from_time + lifetime`` in seconds since 1970-01-01 UTC.

        The defaults are the moment this object was made and the class's lifetime.
        """
        start = self.current_time if from_time is None else from_time
        # `__init__` has refused a class without lifetime.
        span = cast("timedelta", self.lifetime) if lifetime is None else lifetime
        self.payload[claim] = datetime_to_epoch(start + span)

    def set_iat(self, claim: str = "iat", at_time: datetime | None = None) -> None:
        """Set ``claim`` to ``at_time``, by default the moment this object was made.

        The value is in seconds since 1970-01-01 UTC (RFC 7519 section 4.1.6).
        """
        self.payload[claim] = datetime_to_epoch(self.current_time if at_time is None else at_time)

    def check_exp(self, claim: str = "exp", current_time: datetime | None = None) -> None:
        """Check that the moment in ``claim`` lies after ``current_time`` less the leeway.

        ``current_time`` is by default the moment this object was made.  Raises TokenError when the
        claim is missing, is not a number of seconds up to the year 9999, or has passed.
        """
        try:
            seconds = self.payload[claim]
        except KeyError as error:
            raise TokenError(format_lazy(_("Token has no '{}' claim"), claim)) from error
        moment = self.current_time if current_time is None else current_time
        expires_at = moment_of_claim(seconds)
        leeway = self.get_token_backend().get_leeway()
        if leeway:
            moment -= leeway
        if expires_at <= moment:
            raise TokenError(format_lazy(_("Token '{}' claim has expired"), claim))

    @classmethod
    def for_user(cls, user: AbstractBaseUser) -> Self:
        """Return a new token that identifies ``user``; the user id is written as str."""
        # Projects also issue tokens for objects of their own, which need no such attribute.
        if not getattr(user, "is_active", True):
            logger.warning("Creating a token for the inactive user %s", user.pk)
        token = cls()
        user_id = token[api_settings.USER_ID_CLAIM] = str(getattr(user, api_settings.USER_ID_FIELD))
        if api_settings.CHECK_REVOKE_TOKEN:
            token[api_settings.REVOKE_TOKEN_CLAIM] = password_fingerprint(user)
        token._subject = (user_id, user)
        return token

    # The user found last, with the claim's value that it was found by.
    _subject: tuple[object, AbstractBaseUser | None] | None = None

    def find_subject(self) -> AbstractBaseUser | None:
        """Return the user that this token identifies, or None; the database is asked once."""
        user_id = self.payload.get(api_settings.USER_ID_CLAIM)
        if self._subject is None or self._subject[0] != user_id:
            self._subject = (user_id, find_user(get_user_model(), user_id))
        return self._subject[1]

    def outstand(self) -> tuple[OutstandingToken, bool] | None:
        """List this token as outstanding where its class does so; this one does not."""
        return None

    # What a subclass sets to have a backend of its own.
    _token_backend: TokenBackend | None = None

    @property
    def token_backend(self) -> TokenBackend:
        """The backend that signs and reads this token."""
        if self._token_backend is not None:
            return self._token_backend
        return state.token_backend

    def get_token_backend(self) -> TokenBackend:
        """Return :attr:`token_backend`; the method to override for a backend of one's own."""
        return self.token_backend


class AccessToken(Token):
    """The token that a request carries; lives for ``SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"]``."""

    token_type = "access"  # noqa: S105 - the name of a type
    lifetime = setting_at_use("ACCESS_TOKEN_LIFETIME")


class SlidingToken(BlacklistMixin["SlidingToken"], Token):
    """A token that a request carries, and that is exchanged for one of later ``exp``.

    Lives for ``SIMPLE_JWT["SLIDING_TOKEN_LIFETIME"]``; may be exchanged until the moment in
    ``SLIDING_TOKEN_REFRESH_EXP_CLAIM``, and keeps its id.
    """

    token_type = "sliding"  # noqa: S105 - the name of a type
    lifetime = setting_at_use("SLIDING_TOKEN_LIFETIME")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.token is None:
            self.set_exp(
                api_settings.SLIDING_TOKEN_REFRESH_EXP_CLAIM,
                lifetime=api_settings.SLIDING_TOKEN_REFRESH_LIFETIME,
            )

    def _last_use(self) -> datetime:
        last = super()._last_use()
        claim = api_settings.SLIDING_TOKEN_REFRESH_EXP_CLAIM
        if claim not in self.payload:
            return last
        last_exchange = moment_of_claim(self.payload[claim])
        try:
            return max(last, last_exchange + cast("timedelta", self.lifetime))
        except OverflowError:
            return last_exchange


class RefreshToken(BlacklistMixin["RefreshToken"], Token):
    """The token that access tokens are made from.

    Lives for ``SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"]``.  ``no_copy_claims`` are the claims an
    access token does not take over; ``access_token_class`` is the class it is made with.
    """

    token_type = "refresh"  # noqa: S105 - the name of a type
    lifetime = setting_at_use("REFRESH_TOKEN_LIFETIME")
    no_copy_claims: tuple[str, ...] = at_use(
        lambda: (api_settings.TOKEN_TYPE_CLAIM, "exp", api_settings.JTI_CLAIM, "jti", "iat")
    )
    access_token_class: type[AccessToken] = AccessToken

    @property
    def access_token(self) -> AccessToken:
        """A new access token with this token's claims, except ``no_copy_claims``.

        Its ``exp`` counts from the moment this object was made.
        """
        access = self.access_token_class()
        access.set_exp(from_time=self.current_time)
        not_copied = self.no_copy_claims
        access.payload |= {
            claim: value for claim, value in self.payload.items() if claim not in not_copied
        }
        return access


class UntypedToken(Token):
    """A token of any type; for reading only, since its lifetime is zero."""

    token_type = "untyped"  # noqa: S105 - the name of a type
    lifetime = timedelta(0)

    def verify_token_type(self) -> None:
        """Accept every type, and none."""
