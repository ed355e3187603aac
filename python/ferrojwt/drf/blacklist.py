"""Tokens that are listed when they are issued, and that can be blacklisted from then on."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, router, transaction
from django.db.models import DateTimeField, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from ferrojwt.django.exceptions import TokenError

from .settings import api_settings
from .utils import moment_of_claim, showable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import Model

    from .backends import TokenBackend
    from .token_blacklist.models import BlacklistedToken, OutstandingToken

T = TypeVar("T")
Method = TypeVar("Method", bound="Callable[..., Any]")

_APP = "ferrojwt.drf.token_blacklist"
_JTI_MAX_LENGTH = 255  # Of the column.

_check_is_deferred: ContextVar[bool] = ContextVar("blacklist_check_is_deferred", default=False)


def app_is_installed() -> bool:
    """Tell whether the project has the app ``ferrojwt.drf.token_blacklist``."""
    return apps.is_installed(_APP)


def transaction_of_blacklist() -> AbstractContextManager[None]:
    """Return a transaction on the database that holds the blacklist."""
    from .token_blacklist.models import BlacklistedToken  # noqa: PLC0415 - only with the app

    return transaction.atomic(using=router.db_for_write(BlacklistedToken))


@contextmanager
def deferred_blacklist_check() -> Iterator[None]:
    """Let tokens be read without a look at the blacklist, for code that blacklists them next.

    Where two requests present one token, only what :meth:`BlacklistMixin.blacklist` returns tells
    which came first.  A look before it would also make the transaction begin with a read, which
    SQLite cannot turn into a write while another connection writes.
    """
    reset = _check_is_deferred.set(True)
    try:
        yield
    finally:
        _check_is_deferred.reset(reset)


def is_blacklisted(payload: dict[str, Any]) -> bool:
    """Tell whether the token with these claims is blacklisted; False without the app, or an id.

    The database that is written to is asked: a replica may not know yet.  Raises TokenError when
    no row can hold the id.
    """
    jti = payload.get(api_settings.JTI_CLAIM)
    if jti is None or not app_is_installed():
        return False
    from .token_blacklist.models import BlacklistedToken  # noqa: PLC0415 - only with the app

    rows = BlacklistedToken.objects.using(router.db_for_write(BlacklistedToken))
    try:
        found: bool = rows.filter(token__jti=jti).exists()
    except (TypeError, ValueError) as error:
        # Under a JTI_CLAIM of the project's own the value may be anything.
        raise TokenError(_("Token is invalid")) from error
    return found


def refuse_blacklisted(payload: dict[str, Any]) -> None:
    """Raise TokenError if :func:`is_blacklisted`, unless the check is deferred."""
    if not _check_is_deferred.get() and is_blacklisted(payload):
        raise TokenError(_("Token is blacklisted"))


def _only_with_app(method: Method) -> Method:
    """Make the method exist where the app is installed; elsewhere it is an AttributeError."""
    return cast("Method", _OnlyWithApp(method))


class _OnlyWithApp:
    def __init__(self, method: Callable[..., Any]) -> None:
        self._method = method

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        if not app_is_installed():
            raise AttributeError(f"{self._method.__name__!r} needs {_APP!r} in INSTALLED_APPS.")
        return self._method.__get__(instance, owner)


class BlacklistMixin(Generic[T]):
    """Makes a token class list its tokens and refuse the blacklisted ones.

    It does so where ``ferrojwt.drf.token_blacklist`` is installed; elsewhere it changes nothing,
    and ``blacklist`` and ``check_blacklist`` are missing.
    """

    # Whether this object blacklisted the token, or it was before; None before `blacklist`.
    is_first_use: bool | None = None

    if TYPE_CHECKING:
        payload: dict[str, Any]
        token: str | bytes | None
        current_time: datetime

        def get_token_backend(self) -> TokenBackend: ...  # noqa: D102 - the token class's
        def find_subject(self) -> AbstractBaseUser | None: ...  # noqa: D102 - as above

    def verify(self, *args: Any, **kwargs: Any) -> None:
        """Refuse a blacklisted token, then check as the base class does; raises TokenError."""
        if app_is_installed():
            self.check_blacklist()
        super().verify(*args, **kwargs)  # type: ignore[misc] # Of the token class.

    @_only_with_app
    def check_blacklist(self) -> None:
        """Raise TokenError if this token is blacklisted, or has an id that cannot be listed."""
        if api_settings.JTI_CLAIM not in self.payload:
            # Where the project asks for an id, the next check misses it.
            return
        self._jti()
        refuse_blacklisted(self.payload)

    @_only_with_app
    def blacklist(self) -> tuple[BlacklistedToken, bool]:
        """Blacklist this token; return the row and whether this call has made it.

        Of concurrent calls for one token, one gets True.  Nothing is signed, so a service that
        only has the public key can blacklist what it reads.  Raises TokenError when the token has
        no id to blacklist it by, ImproperlyConfigured where none has.
        """
        from .token_blacklist.models import BlacklistedToken  # noqa: PLC0415 - only with the app

        jti = self._jti()
        if jti is None:
            raise ImproperlyConfigured(
                "SIMPLE_JWT['JTI_CLAIM'] is None: tokens without ids cannot be blacklisted."
            )
        with transaction_of_blacklist():
            outstanding, blacklisted = self._locked_row(jti)
            if blacklisted is None:
                blacklisted, is_first = _get_or_insert(BlacklistedToken, token=outstanding)
            else:
                is_first = False
        # Kept for those who cannot rely on what an override returns.
        self.is_first_use = is_first
        return blacklisted, is_first

    def outstand(self) -> tuple[OutstandingToken, bool] | None:
        """List this token, unless it is; return the row and whether this call has made it."""
        jti = self._jti() if app_is_installed() else None
        if jti is None:
            return None
        from .token_blacklist.models import OutstandingToken  # noqa: PLC0415 - only with the app

        expires_at = showable(moment_of_claim(self.payload["exp"]))
        return _get_or_insert(OutstandingToken, jti=jti, defaults=self._row(expires_at))

    @classmethod
    def for_user(cls, user: AbstractBaseUser) -> Any:
        """Return a new token that identifies ``user``, listed as outstanding."""
        token = super().for_user(user)  # type: ignore[misc] # Of the token class.
        token.outstand()
        return token

    def _jti(self) -> str | None:
        """Return the token's id, or None where the project has switched ids off."""
        if api_settings.JTI_CLAIM is None:
            return None
        try:
            jti = self.payload[api_settings.JTI_CLAIM]
        except KeyError as error:
            raise TokenError(_("Token has no id")) from error
        if not isinstance(jti, str) or not _fits_column(jti):
            raise TokenError(_("Token is invalid"))
        return jti

    def _locked_row(self, jti: str) -> tuple[OutstandingToken, BlacklistedToken | None]:
        """Return the token's row, made if need be, and the mark on it.

        Until the transaction ends, every other that blacklists the token waits.
        """
        from .token_blacklist.models import OutstandingToken  # noqa: PLC0415 - only with the app

        expires_at = self._end_of_acceptance()
        rows = OutstandingToken.objects.using(router.db_for_write(OutstandingToken))
        rows = rows.filter(jti=jti).select_related("blacklistedtoken")
        changes = self._changes_of_row(expires_at)
        # A write comes first: it is the lock.
        if not rows.update(**changes):
            row, is_new = _get_or_insert(OutstandingToken, jti=jti, defaults=self._row(expires_at))
            if is_new:
                return row, None
            rows.update(**changes)
        row = rows.get()
        return row, getattr(row, "blacklistedtoken", None)

    def _changes_of_row(self, expires_at: datetime) -> dict[str, Any]:
        # Rows may say less than the token, such as a sliding token's: the mark must not be flushed
        # while the token is of use.
        last = Value(expires_at, output_field=DateTimeField())
        changes: dict[str, Any] = {"expires_at": Greatest("expires_at", last)}
        if self._text_as_given() is not None and not api_settings.STORE_TOKEN_TEXT:
            # simplejwt's rows have the signature too, with which the token could be used again
            # where the mark is taken away.
            changes["token"] = self._text_to_store()
        return changes

    def _row(self, expires_at: datetime) -> dict[str, Any]:
        user = self.find_subject()
        return {
            # Tokens are issued for other objects too, which the column cannot refer to.
            "user": user if isinstance(user, get_user_model()) else None,
            "created_at": self.current_time,
            "token": self._text_to_store(),
            "expires_at": expires_at,
        }

    def _end_of_acceptance(self) -> datetime:
        last_use = self._last_use()
        try:
            return showable(last_use + self.get_token_backend().get_leeway())
        except OverflowError:
            return showable(last_use)

    def _last_use(self) -> datetime:
        """Return when this token, or what it is exchanged for, expires."""
        return moment_of_claim(self.payload["exp"])

    def _text_to_store(self) -> str:
        given = self._text_as_given()
        if api_settings.STORE_TOKEN_TEXT:
            return given or str(self)
        if given is not None:
            return given.rpartition(".")[0]
        backend = self.get_token_backend()
        if hasattr(backend, "encode_unsigned"):
            return backend.encode_unsigned(self.payload)
        # A backend of the project's own, which can only sign.
        return str(self).rpartition(".")[0]

    def _text_as_given(self) -> str | None:
        """Return the text this token was read from, if it has not become another token since."""
        given_jti = getattr(self, "_given_jti", None)
        if self.token is None or given_jti != self.payload.get(api_settings.JTI_CLAIM):
            return None
        return self.token.decode() if isinstance(self.token, bytes) else str(self.token)


Row = TypeVar("Row", bound="Model")


def _get_or_insert(
    model: type[Row], defaults: dict[str, Any] | None = None, **key: Any
) -> tuple[Row, bool]:
    """Insert a row, or return the one with this unique key; and tell which.

    The other way round than ``get_or_create``, since the rows of new tokens are new.
    """
    rows = model._default_manager.using(router.db_for_write(model))
    try:
        with transaction.atomic(using=rows.db):
            return rows.create(**key, **(defaults or {})), True
    except IntegrityError as error:
        row = rows.filter(**key).first()
        if row is None:
            # It is the reference to the user, who has been deleted meanwhile.
            raise TokenError(_("No active account found for the given token.")) from error
        return row, False


def _fits_column(jti: str) -> bool:
    try:
        jti.encode()
    except UnicodeEncodeError:
        return False
    return len(jti) <= _JTI_MAX_LENGTH and "\0" not in jti
